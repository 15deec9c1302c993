// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QStringList>

namespace countersign {

/// What countersignd was asked to do.
struct ServerOptions
{
    QString folder;
    QString address = QStringLiteral("127.0.0.1");
    quint16 port = 0;
    bool behindProxy = false;
    QString announceFile;
    QString adminName = QStringLiteral("admin");
    double requestsPerSecond = 500;
    int threads = 16; ///< a thread waits while its change is written; sixteen share one flush
    bool sample = false;     ///< make or refresh the sample workspace
    int sampleModels = 0;    ///< further models without a story
    int sampleVersions = 0;  ///< versions of each of those
    bool check = false;        ///< audit the folder and end
    bool endWithParent = false; ///< end when standard input ends
    QString help;              ///< not empty: print this and end

    /// Invalid with one line that says what is wrong and how to put it right.
    static Result<ServerOptions> fromArguments(const QStringList &arguments);
};

} // namespace countersign
