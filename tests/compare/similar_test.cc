#include "compare/similar.h"

#include <gtest/gtest.h>

#include <utility>

namespace si {
namespace {

using Names = std::pair<const char*, const char*>;

TEST(SimilarNames, VariationsOfOneName) {
  for (const auto& [a, b] : {Names{"users_id", "user_id"},
                             {"last_activity_at", "last_activity"},
                             {"metadata", "_metadata"},
                             {"metadata", "metadata_"},
                             {"media_metadata", "metadata"},
                             {"email", "emial"},
                             {"addresses", "address"},
                             {"categories", "category"},
                             {"created_at", "createdat"},
                             {"user_media_affinity", "users_media_affinity"},
                             {"configuration", "configuraton"},
                             {"Status", "status"}}) {
    EXPECT_TRUE(similar_names(a, b)) << a << ' ' << b;
    EXPECT_TRUE(similar_names(b, a)) << b << ' ' << a;
  }
}

TEST(SimilarNames, DifferentThings) {
  for (const auto& [a, b] : {Names{"user_agent", "device_info"},
                             {"last_active", "last_used_at"},
                             {"address1", "address2"},
                             {"min_age", "max_age"},
                             {"created_at", "updated_at"},
                             {"created_by", "updated_by"},
                             {"created_by", "created_at"},
                             {"height", "weight"},
                             {"first_name", "last_name"},
                             {"id", "user_id"},
                             {"name", "full_name"},
                             {"start_date", "end_date"},
                             {"expires_at", "read_at"},
                             {"metadata", "action_data"},
                             {"is_sent", "is_read"},
                             {"lat", "lng"},
                             {"started_at", "stopped_at"},
                             {"", "a"},
                             {"_", "__"},
                             {"owner_user_id", "user_id"}}) {
    EXPECT_FALSE(similar_names(a, b)) << a << ' ' << b;
    EXPECT_FALSE(similar_names(b, a)) << b << ' ' << a;
  }
  EXPECT_TRUE(longer_by_words_before("owner_user_id", "user_id"));
  EXPECT_FALSE(longer_by_words_before("owner_id", "user_id"));
}

}  // namespace
}  // namespace si
