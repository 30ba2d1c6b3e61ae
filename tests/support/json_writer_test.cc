#include "support/json_writer.h"

#include <gtest/gtest.h>

namespace si {
namespace {

void write_everything(JsonWriter& json) {
  json.begin_object().member("text", "a \"b\" \\ \b\f\n\r\t\x01\x1b \x7f é \xF0\x9F\x90\x98");
  json.key("empty").begin_object().end_object().key("none").begin_array().end_array();
  json.key("list").begin_array().integer(-7).number(0.5).boolean(true).boolean(false).null();
  json.begin_object().member("k", 1).end_object().begin_array().string("x").end_array().end_array();
  json.member("texts", std::vector<std::string>{"a", "b"}).end_object();
}

TEST(JsonWriter, Indents) {
  JsonWriter json;
  write_everything(json);
  EXPECT_EQ(json.take(), R"({
  "text": "a \"b\" \\ \b\f\n\r\t\u0001\u001B )"
                         "\x7f"
                         R"( é 🐘",
  "empty": {},
  "none": [],
  "list": [
    -7,
    0.5,
    true,
    false,
    null,
    {
      "k": 1
    },
    [
      "x"
    ]
  ],
  "texts": [
    "a",
    "b"
  ]
}
)");
}

TEST(JsonWriter, Compact) {
  JsonWriter json(true);
  json.begin_object().member("a", 1).key("b").begin_array().string("x").null().end_array().end_object();
  EXPECT_EQ(json.take(), R"({"a":1,"b":["x",null]})");
}

TEST(JsonWriter, RepairsWhatIsNoUtf8) {
  JsonWriter json(true);
  json.begin_array().string("a\"b\xFFq\"\n").string("é\xC3").string("é\"\xE2\x82 x").end_array();
  EXPECT_EQ(json.take(), "[\"a\\\"b\xEF\xBF\xBDq\\\"\\n\",\"é\xEF\xBF\xBD\",\"é\\\"\xEF\xBF\xBD\xEF\xBF\xBD x\"]");
}

TEST(JsonWriter, ASinkGetsTheSameInPieces) {
  std::string collected;
  std::size_t pieces = 0;
  JsonWriter whole;
  JsonWriter streamed(false, [&](std::string_view piece) {
    collected += piece;
    ++pieces;
  });
  for (JsonWriter* json : {&whole, &streamed}) {
    json->begin_array();
    for (int i = 0; i < 5000; ++i) write_everything(*json);
    json->end_array();
  }
  EXPECT_EQ(streamed.take(), "");
  EXPECT_EQ(collected, whole.take());
  EXPECT_GT(pieces, 5U);
}

}  // namespace
}  // namespace si
