// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/packfolder.h"

#include "trust/zip.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostFiles = 10'000;
constexpr int mostLevels = 32;

QString packText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

Error tooManyBytes(qint64 most)
{
    return {Error::Code::TooLarge, packText("The folder is larger than %1 MB, the most that is read.").arg(most / 1024 / 1024)};
}

bool isDropping(const QString &name)
{
    return name == u".git" || name == u".DS_Store" || name == u"Thumbs.db" || name == u"desktop.ini" || name == u"__MACOSX";
}

/// Finds the files of a folder.
class FolderWalk
{
public:
    FolderWalk(const QString &root, const ImportOptions &options) : m_root(root), m_options(options) {}

    Result<void> walk(const QString &inside = {}, int level = 0)
    {
        if (level > mostLevels)
            return Error{Error::Code::TooLarge, packText("The folder is more than %1 levels deep.").arg(mostLevels)};
        const auto all = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
        for (const QFileInfo &info : QDir(m_root + u'/' + inside).entryInfoList(all, QDir::Name | QDir::Reversed)) {
            if (m_options.stop.stop_requested())
                return Error{Error::Code::Cancelled, packText("Cancelled.")};
            if (auto taken = take(info, inside + info.fileName(), level); !taken)
                return taken;
        }
        return {};
    }

    QStringList names, links;

private:
    Result<void> take(const QFileInfo &info, const QString &name, int level)
    {
        if (isDropping(info.fileName()))
            return {};
        if (info.isSymLink()) {
            links.append(name);
            return {};
        }
        if (info.isDir())
            return walk(name + u'/', level + 1);
        if (!info.isFile())
            return Error{Error::Code::Invalid, packText("“%1” is not a regular file.").arg(name)};
        names.append(name);
        m_bytes += info.size();
        if (names.size() > mostFiles)
            return Error{Error::Code::TooLarge, packText("The folder holds more than %1 files, the most that is read.").arg(mostFiles)};
        return m_bytes > m_options.fileBytes ? Result<void>(tooManyBytes(m_options.fileBytes)) : Result<void>();
    }

    QString m_root;
    const ImportOptions &m_options;
    qint64 m_bytes = 0;
};

} // namespace

Result<RawEvidence> packFolder(const QString &path, const ImportOptions &options)
{
    const QFileInfo folder(path);
    if (!folder.isDir())
        return Error{Error::Code::NotFound, packText("There is no folder “%1”.").arg(folder.fileName())};
    FolderWalk found(path, options);
    if (auto walked = found.walk(); !walked)
        return walked.error();
    if (found.names.isEmpty())
        return Error{Error::Code::Invalid, packText("The folder “%1” holds no file.").arg(folder.fileName())};
    found.names.sort();
    auto archive = std::make_unique<QTemporaryFile>();
    if (!archive->open())
        return Error{Error::Code::Internal, packText("There is no room to pack the folder."), archive->errorString(), true};
    // Names inside are data (HELM's runs have ':' in theirs) and are never unpacked to a disk.
    ZipWriter zip(archive.get(), ZipWriter::Names::Any);
    for (const QString &name : std::as_const(found.names)) {
        QFile file(path + u'/' + name);
        if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return Error{Error::Code::Invalid, packText("“%1” could not be opened.").arg(name), file.errorString()};
        if (auto added = zip.add(name, file); !added)
            return added.error();
        // A file may have grown since it was listed.
        if (archive->size() > options.fileBytes + options.fileBytes / 16)
            return tooManyBytes(options.fileBytes);
        if (options.stop.stop_requested())
            return Error{Error::Code::Cancelled, packText("Cancelled.")};
    }
    if (auto finished = zip.finish(); !finished)
        return finished.error();
    archive->seek(0);
    found.links.sort();
    return RawEvidence{std::move(archive), QDir(path).dirName() + u".zip"_s, true, found.links};
}

Result<RawEvidence> openEvidence(const QString &path, const ImportOptions &options)
{
    const QFileInfo info(path);
    if (info.isDir())
        return packFolder(path, options);
    if (!info.exists())
        return Error{Error::Code::NotFound, packText("There is no file “%1”.").arg(info.fileName())};
    // Before it is opened: opening a pipe would wait for its other end.
    if (!info.isFile())
        return Error{Error::Code::Invalid, packText("“%1” is not a regular file.").arg(info.fileName())};
    if (info.size() > options.fileBytes)
        return Error{Error::Code::TooLarge, packText("The file is larger than %1 MB, the most that is read.").arg(options.fileBytes / 1024 / 1024)};
    auto file = std::make_unique<QFile>(path);
    if (!file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{Error::Code::NotFound, packText("“%1” could not be opened.").arg(info.fileName()), file->errorString()};
    return RawEvidence{std::move(file), info.fileName(), false, {}};
}

} // namespace countersign
