// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QHash>
#include <QIODevice>

#include <memory>

namespace countersign {

/// Several files that are one import: the members of an archive. Read by their exact names, in memory, never unpacked.
/// One thread at a time.
class FileSet
{
public:
    struct File
    {
        QString name;    ///< relative, with '/'; safe to show, never a place on a disk
        qint64 size = 0; ///< bytes, expanded
    };
    /// What was left out and why: unsafe names, links, unknown compression, names that stand twice.
    struct Note
    {
        QString code, text, name;
    };

    virtual ~FileSet() = default;
    /// Sorted by name.
    [[nodiscard]] const QList<File> &files() const { return m_files; }
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] bool contains(const QString &name) const { return m_index.contains(name); }
    /// In bytes, -1 for an unknown name.
    [[nodiscard]] qint64 size(const QString &name) const;
    [[nodiscard]] const QList<Note> &notes() const { return m_notes; }

    /// A sequential device, open for reading; it must not outlive the set. Damage shows while reading: read() gives -1
    /// and problem() says why. Errors: NotFound.
    [[nodiscard]] virtual Result<std::unique_ptr<QIODevice>> open(const QString &name) const = 0;
    /// A whole small member. Errors: NotFound, TooLarge, Corrupt.
    [[nodiscard]] Result<QByteArray> read(const QString &name, qint64 mostBytes) const;
    /// The beginning of a member, as much as is readable.
    [[nodiscard]] QByteArray head(const QString &name, qint64 bytes) const;
    /// The first damage that reading any member met.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }

protected:
    void setFiles(QList<File> files);
    void addNote(const Note &note) { m_notes.append(note); }
    void setProblem(const Error &error) const;

private:
    QList<File> m_files;
    QHash<QString, qint64> m_index;
    QList<Note> m_notes;
    mutable std::optional<Error> m_problem;
};

/// "member" + "#" + place: a pointer into one file of a set.
QString memberPointer(const QString &member, const QString &pointer = {});

} // namespace countersign
