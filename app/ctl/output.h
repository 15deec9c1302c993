// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "exitcode.h"

#include <QJsonValue>
#include <QStringList>

namespace countersign {

/// What a command says: sentences and tables for people, or one JSON value for programs, on stdout; errors on stderr.
/// Text from outside never reaches a terminal with control characters in it. One thread.
class Output
{
public:
    explicit Output(bool json) : m_json(json) {}

    /// True when a program reads: line(), facts() and table() print nothing, json() does.
    [[nodiscard]] bool forPrograms() const { return m_json; }
    void line(const QString &text) const;
    void facts(const QList<std::pair<QString, QString>> &rows) const;
    void table(const QStringList &headers, const QList<QStringList> &rows) const;
    void json(const QJsonValue &value) const;

    /// "countersignctl: what and why" and, on a line of its own, what to do about it. Returns `code`.
    [[nodiscard]] int fail(int code, const QString &what, const QString &fix = {}) const;
    /// The same with the code, field errors and advice that go with an Error.
    [[nodiscard]] int fail(const Error &error, const QString &fix = {}) const;

private:
    bool m_json;
};

/// One line without anything that could move a terminal's cursor or reorder text: such characters become \uXXXX.
QString safeLine(const QString &text);
/// The same, keeping line breaks.
QString safeText(const QString &text);

/// "1 day", "3 days"
QString counted(qint64 n, const QString &word);

} // namespace countersign
