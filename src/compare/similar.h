// Whether two names are likely one thing, renamed.
#pragma once

#include <string_view>

namespace si {

// True for users_id/user_id, last_activity/last_activity_at, metadata/_metadata/media_metadata, emial/email;
// false for user_agent/device_info, last_active/last_used_at, address1/address2, min_age/max_age.
bool similar_names(std::string_view a, std::string_view b);
// True where one name is the other with words before it: owner_user_id/user_id. Weak: it needs more evidence.
bool longer_by_words_before(std::string_view a, std::string_view b);
// True where a word of five letters or more stands in both: release_year/year_of_release. Weak, too.
bool share_a_word(std::string_view a, std::string_view b);

}  // namespace si
