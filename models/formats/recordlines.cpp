// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/recordlines.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

JsonReader::Options lineOptions(const ImportInput &input)
{
    JsonReader::Options out;
    out.framing = JsonReader::Framing::Lines;
    out.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
    out.totalBytes = input.options.fileBytes;
    out.stop = input.options.stop;
    return out;
}

} // namespace

RecordLines::RecordLines(const ImportInput &input, WarningList &warnings, JsonTree::Bounds bounds)
    : m_json(input.device, lineOptions(input)), m_warnings(warnings), m_bounds(std::move(bounds))
{
}

JsonTree RecordLines::next()
{
    while (!m_problem) {
        const Event event = m_json.next();
        if (event == Event::EndInput)
            return {};
        if (event == Event::EndDocument)
            continue;
        ++m_lines;
        m_line = m_json.line();
        if (event == Event::StartObject) {
            Result<JsonTree> tree = JsonTree::read(m_json, m_bounds);
            if (tree.ok())
                return std::move(*tree);
            if (m_json.event() != Event::Failed) {
                m_problem = tree.error(); // one record too large; there is no way to its end
                return {};
            }
        }
        if (!skipBroken())
            return {};
    }
    return {};
}

bool RecordLines::skipBroken()
{
    ++m_broken;
    if (m_json.event() != Event::Failed) {
        m_warnings.add(u"damagedLine"_s, tr("Line %1 is no record.").arg(m_line), place());
        if (m_json.skipValue())
            return true;
    }
    const Error::Code code = m_json.error().code;
    if (code == Error::Code::Cancelled || code == Error::Code::Internal) {
        m_problem = m_json.error();
        return false;
    }
    m_warnings.add(u"damagedLine"_s, m_json.error().text, place());
    m_json.skipLine();
    return true;
}

void RecordLines::finish()
{
    if (m_broken > 0)
        m_warnings.add(u"damagedLines"_s, tr("%1 of %2 lines unreadable.").arg(m_broken).arg(m_lines));
}

} // namespace countersign
