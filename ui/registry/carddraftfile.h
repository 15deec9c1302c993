// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"

#include <QDateTime>

#include <optional>

namespace countersign {

/// A card that is being written and not saved yet.
struct UnsavedCard
{
    QString version;
    QString card;        ///< the record it was begun from; empty for a new one
    qint64 revision = 0; ///< of that record
    QString base;        ///< digest of the content it was begun from; empty for a new one
    QDateTime savedAt;
    CardContent content;
};

/// Keeps what is typed on this machine until it is saved or thrown away: one file per version, person and server, written
/// as a whole or not at all. Any thread.
class UnsavedCards
{
public:
    /// `owner` tells servers and people apart.
    UnsavedCards(QString folder, QString owner) : m_folder(std::move(folder)), m_owner(std::move(owner)) {}
    [[nodiscard]] Result<void> keep(const UnsavedCard &card) const;
    /// Nothing when there is none or the file is damaged.
    [[nodiscard]] std::optional<UnsavedCard> find(const QString &version) const;
    void drop(const QString &version) const;

private:
    [[nodiscard]] QString path(const QString &version) const;

    QString m_folder, m_owner;
};

} // namespace countersign
