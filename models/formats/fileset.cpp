// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fileset.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

QStringList FileSet::names() const
{
    QStringList out;
    out.reserve(m_files.size());
    for (const File &file : m_files)
        out.append(file.name);
    return out;
}

qint64 FileSet::size(const QString &name) const
{
    return m_index.value(name, -1);
}

void FileSet::setFiles(QList<File> files)
{
    m_files = std::move(files);
    std::sort(m_files.begin(), m_files.end(), [](const File &a, const File &b) { return a.name < b.name; });
    m_index.clear();
    for (const File &file : std::as_const(m_files))
        m_index.insert(file.name, file.size);
}

void FileSet::setProblem(const Error &error) const
{
    if (!m_problem)
        m_problem = error;
}

Result<QByteArray> FileSet::read(const QString &name, qint64 mostBytes) const
{
    const auto device = open(name);
    if (!device)
        return device.error();
    QByteArray out;
    for (;;) {
        QByteArray chunk(64 * 1024, Qt::Uninitialized);
        const qint64 got = device.value()->read(chunk.data(), chunk.size());
        if (got < 0)
            return m_problem.value_or(Error{Error::Code::Corrupt, QCoreApplication::translate("Import", "“%1” could not be read.").arg(name)});
        if (got == 0)
            return out;
        out.append(chunk.constData(), got);
        if (out.size() > mostBytes)
            return Error{Error::Code::TooLarge, QCoreApplication::translate("Import", "“%1” is larger than %2 KB.").arg(name).arg(mostBytes / 1024)};
    }
}

QByteArray FileSet::head(const QString &name, qint64 bytes) const
{
    const auto device = open(name);
    QByteArray out;
    while (device && out.size() < bytes) {
        const QByteArray more = device.value()->read(bytes - out.size());
        if (more.isEmpty())
            break;
        out += more;
    }
    return out;
}

QString memberPointer(const QString &member, const QString &pointer)
{
    return pointer.isEmpty() ? member : member + u'#' + pointer;
}

} // namespace countersign
