// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArrayView>
#include <QStringList>

#include <optional>
#include <vector>

namespace countersign {

/// Bounds for YAML that comes from outside.
struct YamlLimits
{
    qsizetype bytes = 4 * 1024 * 1024;
    qsizetype nodes = 50'000; ///< with every alias counted as what it stands for
    qsizetype aliases = 100;
    int depth = 64;
};

struct YamlMember;

/// A YAML document as a tree in which every scalar is the text that was written: no schema turns "no" into false,
/// 1.10 into 1.1 or 2025-01-02 into a time. Tags are refused, aliases copied within bounds, "<<" is a key like others.
class YamlNode
{
public:
    YamlNode();
    ~YamlNode();
    YamlNode(const YamlNode &);
    YamlNode(YamlNode &&) noexcept;
    YamlNode &operator=(const YamlNode &);
    YamlNode &operator=(YamlNode &&) noexcept;

    enum class Kind { Null, Scalar, List, Map };

    Kind kind = Kind::Null;
    QString text; ///< of a scalar; of a null that is written out, its spelling
    bool quoted = false;
    int line = 0; ///< from 1, within the text that was parsed
    std::vector<YamlNode> items;     ///< of a list
    std::vector<YamlMember> members; ///< of a map, in order

    /// The member of a map, or a Null node.
    [[nodiscard]] const YamlNode &operator[](QStringView key) const;
    [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
    [[nodiscard]] bool isMap() const { return kind == Kind::Map; }
    [[nodiscard]] bool isList() const { return kind == Kind::List; }
    [[nodiscard]] bool isScalar() const { return kind == Kind::Scalar; }
    /// The scalar's text, nothing for null; of lists and maps a short flat form ("a, b", "key: value; …") of at most `most` characters.
    [[nodiscard]] QString flat(qsizetype most = 4000) const;
    /// The text of a scalar, or of every scalar of a list.
    [[nodiscard]] QStringList texts() const;
};

struct YamlMember
{
    QString key;
    YamlNode value;
};

/// Parses one document. Error codes: TooLarge for a bound, Unsupported for a tag, Invalid for everything else; the
/// text says the line, counted from `firstLine`. Duplicate keys are errors.
Result<YamlNode> parseYaml(QByteArrayView utf8, const YamlLimits &limits = {}, int firstLine = 1);

} // namespace countersign
