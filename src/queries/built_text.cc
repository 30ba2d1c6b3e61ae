#include "queries/built_text.h"

#include <algorithm>

namespace si {

std::string plain_text(const BuiltText& text) {
  std::string out;
  for (const TextPiece& piece : text) out += piece.text;
  return out;
}

std::size_t count_holes(const BuiltText& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](const TextPiece& piece) { return piece.hole; }));
}

bool same_text(const BuiltText& a, const BuiltText& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const TextPiece& x, const TextPiece& y) {
    return x.hole == y.hole && x.document == y.document && x.begin == y.begin && x.end == y.end && x.text == y.text;
  });
}

BuiltText slice(const BuiltText& text, std::size_t begin, std::size_t end) {
  BuiltText out;
  std::size_t at = 0;
  for (const TextPiece& piece : text) {
    const std::size_t size = piece.text.size();
    const std::size_t from = std::max(begin, at), to = std::min(end, at + size);
    if (size == 0) {
      if (at >= begin && at <= end) out.push_back(piece);
    } else if (from < to) {
      TextPiece part = piece;
      part.text = piece.text.substr(from - at, to - from);
      if (piece.exact) {
        part.begin = piece.begin + static_cast<std::uint32_t>(from - at);
        part.end = part.begin + static_cast<std::uint32_t>(to - from);
      }
      out.push_back(std::move(part));
    }
    at += size;
  }
  return out;
}

void append(BuiltText& to, const BuiltText& more) { to.insert(to.end(), more.begin(), more.end()); }

std::optional<SourceBytes> source_bytes(const BuiltText& text, std::size_t begin, std::size_t end) {
  SourceBytes out;
  for (const TextPiece& piece : slice(text, begin, end)) {
    if (piece.text.empty() && !piece.hole) continue;
    if (piece.hole || !piece.exact || piece.document == nullptr) return std::nullopt;
    if (out.document == nullptr) {
      out = {piece.document, piece.begin, piece.end};
    } else if (out.document != piece.document || out.end != piece.begin) {
      return std::nullopt;
    } else {
      out.end = piece.end;
    }
  }
  if (out.document == nullptr) return std::nullopt;
  return out;
}

Location locate(const BuiltText& text, std::size_t begin, std::size_t end) {
  Location place;
  const Document* document = nullptr;
  std::uint32_t from = 0, to = 0;
  const auto take = [&](const TextPiece& piece) {
    if (piece.document == nullptr) return;
    if (document == nullptr) {
      document = piece.document;
      from = piece.begin;
      to = piece.end;
    } else if (document == piece.document && piece.begin >= to) {
      to = piece.end;
    }
  };
  for (const TextPiece& piece : slice(text, begin, std::max(end, begin + 1)))
    if (!piece.text.empty()) take(piece);
  // Past the end: the last character there is.
  if (document == nullptr)
    for (auto at = text.rbegin(); at != text.rend() && document == nullptr; ++at) {
      take(*at);
      if (document != nullptr && at->exact && !at->text.empty()) from = to - 1;
    }
  if (document == nullptr) return place;
  place.file = document->path();
  place.span = document->span(from, to);
  return place;
}

}  // namespace si
