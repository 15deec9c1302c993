// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/replica.h"

#include <QObject>

namespace countersign {

class CommandPalette;

/// Finds models, versions, evaluations and requests by their words for the command palette, on a reader's thread. Every
/// keystroke cancels what the one before asked for. What is found is given as its countersign:// link.
class RecordFinder final : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it.
    RecordFinder(Replica *replica, CommandPalette *palette, QObject *parent = nullptr);

private:
    void find(const QString &words, int generation);

    Replica *m_replica;
    CommandPalette *m_palette;
    std::stop_source m_job;
};

} // namespace countersign
