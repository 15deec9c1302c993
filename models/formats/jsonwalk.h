// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"
#include "formats/jsontree.h"
#include "formats/warninglist.h"

namespace countersign {

/// Walks through a JSON file of any size member by member and element by element, reading only what is asked for.
/// The first problem stands in problem() and ends every loop. A key that stands twice is refused: taking either value
/// would be a guess.
class JsonWalk
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    JsonWalk(const ImportInput &input, WarningList &warnings);

    [[nodiscard]] JsonReader &json() { return m_json; }
    /// Reads the first event of the value that follows, unless that has been done; the root's at the beginning.
    JsonReader::Event open();

    /// Calls `read(key)` for each member of the object that stands here; what it does not read is skipped. Anything but
    /// an object is skipped with a warning (null without).
    template <typename Read>
    bool members(Read read)
    {
        if (open() != JsonReader::Event::StartObject)
            return skipOdd();
        while (!m_problem && m_json.next() == JsonReader::Event::Key) {
            const int depth = m_json.depth();
            read(m_json.key());
            finishValue(depth);
        }
        return good();
    }

    /// Calls `read(index)` for each element of the array that stands here, whose first event has been read.
    template <typename Read>
    bool elements(Read read)
    {
        if (open() != JsonReader::Event::StartArray)
            return skipOdd();
        for (qint64 i = 0; !m_problem && m_json.next() != JsonReader::Event::EndArray && good(); ++i) {
            const int depth = m_json.depth();
            read(i);
            finishValue(depth);
        }
        return good();
    }

    /// The value that stands here as a tree; an absent root after a problem.
    JsonTree tree(const JsonTree::Bounds &bounds = {});
    /// Sets the problem, unless there is one. `text` is told with line and pointer.
    void refuse(const QString &text);
    void fail(Error error);
    /// After the root value: that nothing follows it. The problem, if there is one.
    [[nodiscard]] std::optional<Error> finish();
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

private:
    bool good();
    bool skipOdd();
    void finishValue(int depth);
    JsonReader m_json;
    WarningList &m_warnings;
    std::optional<Error> m_problem;
    bool m_started = false;
};

/// Whether any of the words occurs in a file's beginning: a look that costs nothing, before a closer one. UTF-16 is
/// always worth the closer look.
bool mentionsAny(QByteArrayView head, std::initializer_list<std::string_view> words);

} // namespace countersign
