// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/yamltree.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <istream>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace countersign {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// How the handler leaves yaml-cpp's parser, which knows no other way out.
struct Stop
{
    Error::Code code;
    QString text;
    int line;
};

class Builder final : public YAML::EventHandler
{
public:
    Builder(QByteArrayView source, const YamlLimits &limits) : m_source(source), m_limits(limits) {}
    YamlNode take() { return std::move(m_root); }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override 
    {
        YamlNode node = begin(YamlNode::Kind::Null, mark, 1);
        // yaml-cpp keeps the place, but not which of its spellings stands there.
        for (const char *word : {"null", "Null", "NULL", "~"}) {
            if (mark.pos >= 0 && mark.pos < m_source.size() && m_source.sliced(mark.pos).startsWith(word))
                node.text = QString::fromLatin1(word);
        }
        finish(std::move(node), anchor);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto known = m_anchors.constFind(anchor);
        if (known == m_anchors.constEnd())
            throw Stop{Error::Code::Invalid, tr("an alias to something that is not complete"), mark.line};
        if (++m_aliases > m_limits.aliases)
            throw Stop{Error::Code::TooLarge, tr("more than %1 aliases").arg(m_limits.aliases), mark.line};
        count(known->second, mark);
        YamlNode copy = known->first;
        copy.line = mark.line + 1;
        m_sizes.push_back(known->second);
        finish(std::move(copy), 0);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, const std::string &value) override
    {
        // "?" is a plain scalar, "!" a quoted one; everything else was written as a tag.
        checkTag(tag, mark);
        YamlNode node = begin(YamlNode::Kind::Scalar, mark, 1);
        node.text = QString::fromUtf8(value.data(), qsizetype(value.size()));
        node.quoted = tag == "!";
        if (!node.quoted && value.empty())
            node.kind = YamlNode::Kind::Null;
        finish(std::move(node), anchor);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(YamlNode::Kind::List, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(YamlNode::Kind::Map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        YamlNode node;
        YAML::anchor_t anchor;
        qsizetype startSize;
        std::optional<QString> key;
        QSet<QString> keys;
    };

    void checkTag(const std::string &tag, const YAML::Mark &mark) const
    {
        if (!tag.empty() && tag != "?" && tag != "!")
            throw Stop{Error::Code::Unsupported, tr("a tag (%1); tags are not read").arg(QString::fromUtf8(tag.data(), qsizetype(tag.size())).left(60)), mark.line};
    }
    void count(qsizetype nodes, const YAML::Mark &mark)
    {
        m_nodes += nodes;
        if (m_nodes > m_limits.nodes)
            throw Stop{Error::Code::TooLarge, tr("more than %1 nodes").arg(m_limits.nodes), mark.line};
    }
    YamlNode begin(YamlNode::Kind kind, const YAML::Mark &mark, qsizetype size)
    {
        count(1, mark);
        m_sizes.push_back(size);
        YamlNode node;
        node.kind = kind;
        node.line = mark.line + 1;
        return node;
    }
    void open(YamlNode::Kind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor)
    {
        checkTag(tag, mark);
        if (int(m_open.size()) >= m_limits.depth)
            throw Stop{Error::Code::TooLarge, tr("nested deeper than %1 levels").arg(m_limits.depth), mark.line};
        const qsizetype before = m_nodes;
        YamlNode node = begin(kind, mark, 1);
        m_sizes.pop_back();
        m_open.push_back({std::move(node), anchor, before, {}, {}});
    }
    void close()
    {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        m_sizes.push_back(m_nodes - done.startSize);
        finish(std::move(done.node), done.anchor);
    }
    void finish(YamlNode node, YAML::anchor_t anchor)
    {
        const qsizetype size = m_sizes.back();
        m_sizes.pop_back();
        if (anchor) {
            // Every anchor keeps a copy, and anchors nest.
            m_anchored += size;
            if (m_anchored > m_limits.nodes)
                throw Stop{Error::Code::TooLarge, tr("more than %1 nodes under anchors").arg(m_limits.nodes), node.line - 1};
            m_anchors.insert(anchor, {node, size});
        }
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open &into = m_open.back();
        if (into.node.kind == YamlNode::Kind::List) {
            into.node.items.push_back(std::move(node));
        } else if (!into.key) {
            into.key = node.flat();
            if (into.keys.contains(*into.key))
                throw Stop{Error::Code::Invalid, tr("the key “%1” stands twice").arg(into.key->left(60)), node.line - 1};
            into.keys.insert(*into.key);
        } else {
            into.node.members.push_back({*std::exchange(into.key, {}), std::move(node)});
        }
    }

    QByteArrayView m_source;
    const YamlLimits &m_limits;
    YamlNode m_root;
    std::vector<Open> m_open;
    std::vector<qsizetype> m_sizes; // of the nodes that are finished but not yet placed
    QHash<YAML::anchor_t, std::pair<YamlNode, qsizetype>> m_anchors;
    qsizetype m_nodes = 0, m_aliases = 0, m_anchored = 0;
};

/// Lets yaml-cpp read the bytes where they are.
class ViewBuffer : public std::streambuf
{
public:
    explicit ViewBuffer(QByteArrayView bytes)
    {
        char *begin = const_cast<char *>(bytes.data());
        setg(begin, begin, begin + bytes.size());
    }
};

} // namespace

YamlNode::YamlNode() = default;
YamlNode::~YamlNode() = default;
YamlNode::YamlNode(const YamlNode &) = default;
YamlNode::YamlNode(YamlNode &&) noexcept = default;
YamlNode &YamlNode::operator=(const YamlNode &) = default;
YamlNode &YamlNode::operator=(YamlNode &&) noexcept = default;

const YamlNode &YamlNode::operator[](QStringView key) const
{
    static const YamlNode null;
    for (const auto &[name, value] : members) {
        if (name == key)
            return value;
    }
    return null;
}

QString YamlNode::flat(qsizetype most) const
{
    QString out = isNull() ? QString() : text;
    for (const YamlNode &item : items) {
        if (out.size() > most)
            break;
        out += (out.isEmpty() ? QString() : QStringLiteral(", ")) + (item.isNull() ? item.text : item.flat(most));
    }
    for (const auto &[key, value] : members) {
        if (out.size() > most)
            break;
        out += (out.isEmpty() ? QString() : QStringLiteral("; ")) + key + QStringLiteral(": ") + value.flat(most);
    }
    return out.size() > most ? out.left(most) + u'…' : out;
}

QStringList YamlNode::texts() const
{
    QStringList out;
    if (isScalar())
        out.append(text);
    for (const YamlNode &item : items) {
        if (item.isScalar())
            out.append(item.text);
    }
    return out;
}

Result<YamlNode> parseYaml(QByteArrayView utf8, const YamlLimits &limits, int firstLine)
{
    const auto failed = [firstLine](Error::Code code, int line, const QString &text) {
        return Error{code, tr("YAML, line %1: %2.").arg(firstLine + std::max(line, 0)).arg(text)};
    };
    if (utf8.size() > limits.bytes)
        return failed(Error::Code::TooLarge, 0, tr("larger than %1 bytes").arg(limits.bytes));
    Builder builder(utf8, limits);
    try {
        ViewBuffer buffer(utf8);
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            return YamlNode();
    } catch (const Stop &stop) {
        return failed(stop.code, stop.line, stop.text);
    } catch (const YAML::Exception &bad) {
        return failed(Error::Code::Invalid, bad.mark.line, QString::fromStdString(bad.msg));
    }
    return builder.take();
}

} // namespace countersign
