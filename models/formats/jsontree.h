// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/jsonreader.h"

#include <QJsonValue>
#include <QStringList>

namespace countersign {

/// How much of a value is read.
struct JsonTreeBounds
{
    qsizetype nodes = 200'000;
    qsizetype elements = 0;   ///< so many of an array are kept, 0: all
    QStringList without = {}; ///< members that are skipped wherever they stand
};

/// One record of a JSON file as a tree in a single block of memory: keys in the file's order, numbers with the text they
/// were written with, NaN and Infinity as such, and every node knows its pointer. For records and small documents; a
/// whole large file is streamed (jsonwalk.h). Immutable once read; nodes are valid as long as their tree.
class JsonTree
{
public:
    enum class Kind : quint8 { Absent, Null, Bool, Number, NonFinite, String, Array, Object };

    /// One value, or Absent where there is none: asking an absent node for a member gives an absent node.
    class Node
    {
    public:
        class Iterator;
        Node() = default;
        [[nodiscard]] Kind kind() const;
        explicit operator bool() const { return kind() != Kind::Absent; }
        [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }
        [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
        [[nodiscard]] bool isString() const { return kind() == Kind::String; }
        [[nodiscard]] bool isNumber() const { return kind() == Kind::Number; }
        [[nodiscard]] bool isContainer() const { return isObject() || isArray(); }
        /// The member with this key; linear in the members.
        [[nodiscard]] Node operator[](QStringView key) const;
        /// The first of these members that is there and not null.
        [[nodiscard]] Node firstOf(std::initializer_list<QStringView> keys) const;
        [[nodiscard]] Node at(qsizetype index) const; ///< linear
        [[nodiscard]] qsizetype size() const;         ///< members or elements
        [[nodiscard]] Iterator begin() const;
        [[nodiscard]] Iterator end() const;
        [[nodiscard]] QString key() const; ///< within its object
        /// A string's text, a number as written, "true", "false"; empty for null and containers.
        [[nodiscard]] QString text() const;
        [[nodiscard]] QByteArrayView bytes() const; ///< the same as UTF-8, and "null"
        [[nodiscard]] std::optional<double> number() const; ///< of a finite JSON number
        /// A number of things: whole and not negative, also when it is written as 66.0.
        [[nodiscard]] std::optional<qint64> count() const;
        [[nodiscard]] std::optional<bool> boolean() const;
        [[nodiscard]] QString pointer() const;
        [[nodiscard]] QJsonValue toJson() const; ///< numbers that are not finite become text

    private:
        friend class JsonTree;
        Node(const JsonTree *tree, qint32 index) : m_tree(tree), m_index(index) {}
        const JsonTree *m_tree = nullptr;
        qint32 m_index = -1;
    };

    using Bounds = JsonTreeBounds;

    /// Reads the value that the reader's last event announced or began. The reader then stands behind it.
    /// Errors: the reader's own, TooLarge when the bound is passed.
    static Result<JsonTree> read(JsonReader &json, const Bounds &bounds = {});
    /// What can be known of a file from its beginning: three elements of every array, what stands before the cut.
    /// Absent root when it does not begin like JSON.
    static JsonTree probe(QByteArrayView head);
    /// A document in a text, as some tools put into a string. Absent root when it is none.
    static JsonTree fromText(QByteArrayView text, const QString &pointer = {});

    [[nodiscard]] Node root() const { return m_entries.empty() ? Node() : Node(this, 0); }

private:
    struct Entry
    {
        QString key;
        Kind kind = Kind::Absent;
        qint32 parent = -1, first = -1, last = -1, next = -1, children = 0, position = 0;
        qint64 textStart = 0;
        qint32 textLength = 0;
    };
    class Filler;
    std::vector<Entry> m_entries;
    std::string m_text;
    QString m_pointer; // of the root in its document
};

class JsonTree::Node::Iterator
{
public:
    explicit Iterator(Node node) : m_node(node) {}
    Node operator*() const { return m_node; }
    Iterator &operator++();
    bool operator==(const Iterator &other) const { return m_node.m_index == other.m_node.m_index; }

private:
    Node m_node;
};

} // namespace countersign
