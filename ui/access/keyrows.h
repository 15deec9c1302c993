// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "replica/readsession.h"

#include <QAbstractTableModel>

#include <optional>

namespace countersign {

/// A person with one of their signing keys, or without any.
struct KeyRow
{
    Person person;
    std::optional<SignerKey> key;
    QString confirmedByName, revokedByName;
    qint64 revision = 0; ///< of the person's record; 0 for somebody who has none
    [[nodiscard]] QString id() const { return key ? QStringLiteral("key/") + key->keyId : QStringLiteral("person/") + person.name; }
};

/// Everybody, by name, each with all their keys, newest first. Keys of people who are not known stand at the end.
Result<QList<KeyRow>> loadKeyRows(ReadSession &session);

class KeysModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Person, Roles, State, Fingerprint, Enrolled, ConfirmedBy, Count };
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(QList<KeyRow> rows);
    [[nodiscard]] const KeyRow *at(int row) const;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const KeyRow &row, Column column, bool firstOfPerson) const;
    QList<KeyRow> m_rows;
};

} // namespace countersign
