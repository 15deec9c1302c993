// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"

#include <string_view>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

JsonReader::Options walkOptions(const ImportInput &input)
{
    JsonReader::Options out;
    out.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
    out.totalBytes = input.options.fileBytes;
    out.stop = input.options.stop;
    return out;
}

} // namespace

JsonWalk::JsonWalk(const ImportInput &input, WarningList &warnings) : m_json(input.device, walkOptions(input)), m_warnings(warnings)
{
}

Event JsonWalk::open()
{
    if (!m_started || m_json.event() == Event::Key) {
        m_started = true;
        m_json.next();
    }
    return m_json.event();
}

bool JsonWalk::good()
{
    if (m_json.event() == Event::Failed)
        fail(m_json.error());
    return !m_problem;
}

bool JsonWalk::skipOdd()
{
    if (!good())
        return false;
    if (m_json.event() != Event::Null)
        m_warnings.add(u"notUnderstood"_s, tr("Something else was expected here."), m_json.pointer());
    m_json.skipValue();
    return good();
}

void JsonWalk::finishValue(int depth)
{
    // A member's or element's own container is one deeper than the key or the list it stands in.
    const Event event = m_json.event();
    if (event == Event::Key && m_json.depth() == depth)
        m_json.skipValue();
    else if ((event == Event::StartObject || event == Event::StartArray) && m_json.depth() >= depth)
        m_json.skipValue();
    good();
}

JsonTree JsonWalk::tree(const JsonTree::Bounds &bounds)
{
    open();
    if (!good())
        return {};
    Result<JsonTree> read = JsonTree::read(m_json, bounds);
    if (read.ok())
        return std::move(*read);
    fail(read.error());
    return {};
}

void JsonWalk::refuse(const QString &text)
{
    if (m_json.event() == Event::Failed)
        return fail(m_json.error());
    fail(Error{Error::Code::Invalid, tr("Line %1: %2").arg(m_json.line()).arg(text), {}, false, {{m_json.pointer(), text}}});
}

void JsonWalk::fail(Error error)
{
    if (!m_problem)
        m_problem = std::move(error);
}

std::optional<Error> JsonWalk::finish()
{
    if (!m_problem && m_json.next() != Event::EndDocument)
        fail(m_json.error());
    return m_problem;
}

bool mentionsAny(QByteArrayView head, std::initializer_list<std::string_view> words)
{
    if (head.startsWith("\xff\xfe") || head.startsWith("\xfe\xff"))
        return true;
    const std::string_view text(head.data(), std::size_t(head.size()));
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

} // namespace countersign
