// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

// Programs that others wrote, asked what they make of our files.
namespace countersign::test {

inline bool hasProgram(const QString &name)
{
    return !QStandardPaths::findExecutable(name).isEmpty();
}

inline bool writeBytes(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// Standard output; nothing when the program failed.
inline QByteArray outputOf(const QString &program, const QStringList &words, const QString &folder = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program, words);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return {};
    return process.readAllStandardOutput();
}

/// The text of a PDF in reading order, runs of blanks and line ends as one blank.
inline QString pdfText(const QString &path, const QStringList &options = {})
{
    return QString::fromUtf8(outputOf(QStringLiteral("pdftotext"), options + QStringList{QStringLiteral("-enc"), QStringLiteral("UTF-8"), path, QStringLiteral("-")})).simplified();
}

} // namespace countersign::test
