// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/keyrows.h"

#include "base/clock.h"
#include "trust/releasebundle.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/safetext.h"
#include "ui/workspace/keywords.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QList<KeyRow>> loadKeyRows(ReadSession &session)
{
    const auto people = session.records({u"person"_s, {}, {}, {u"displayName"_s, false}});
    if (!people)
        return people.error();
    const auto signers = session.records({u"signer"_s, {}, {}, {u"enrolledAt"_s, true}});
    if (!signers)
        return signers.error();
    QHash<QString, QString> names;
    for (const Record &record : *people)
        names.insert(record.id, record.body.value(u"displayName"_s).toString());
    QMap<QString, QList<SignerKey>> keys;
    for (const Record &record : *signers) {
        if (auto key = decode<SignerKey>(record.body); key.ok()) {
            if (key->keyId.isEmpty())
                key->keyId = record.id;
            keys[key->person].append(*key);
        }
    }
    QList<KeyRow> out;
    const auto add = [&](const Person &person, const QList<SignerKey> &owned, qint64 revision) {
        for (const SignerKey &key : owned)
            out.append({person, key, names.value(key.confirmedBy, key.confirmedBy), names.value(key.revokedBy, key.revokedBy), revision});
        if (owned.isEmpty())
            out.append({person, std::nullopt, {}, {}, revision});
    };
    for (const Record &record : *people) {
        if (const auto person = decode<Person>(record.body); person.ok())
            add(*person, keys.take(person->name), record.revision);
    }
    for (auto it = keys.cbegin(); it != keys.cend(); ++it) {
        Person unknown;
        unknown.name = it.key();
        unknown.displayName = it.key() == gatePerson ? KeysModel::tr("The gate of this server") : it.key();
        add(unknown, *it, 0);
    }
    return out;
}

void KeysModel::setRows(QList<KeyRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const KeyRow *KeysModel::at(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows[row] : nullptr;
}

int KeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int KeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QString KeysModel::text(const KeyRow &row, Column column, bool firstOfPerson) const
{
    switch (column) {
    case Column::Person:
        return firstOfPerson ? visibleText(row.person.displayName) : QString();
    case Column::Roles:
        if (!firstOfPerson)
            return {};
        return row.person.active ? roleTitles(row.person.roles) : tr("no longer active");
    case Column::State:
        return row.key ? QString() : tr("no key");
    case Column::Fingerprint:
        return row.key ? fingerprint(row.key->keyId, 4) : QString();
    case Column::ConfirmedBy:
        return visibleText(row.confirmedByName);
    default:
        return {};
    }
}

QVariant KeysModel::data(const QModelIndex &index, int role) const
{
    const KeyRow *row = at(index.row());
    if (!row)
        return {};
    const auto column = Column(index.column());
    const bool first = index.row() == 0 || m_rows[index.row() - 1].person.name != row->person.name;
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, column, first);
    case Qt::AccessibleTextRole:
        return column == Column::State && row->key ? QVariant(keyChip(row->key->state).text) : QVariant(text(*row, column, true));
    case IdRole:
        return row->id();
    case ChipRole:
        return column == Column::State && row->key ? QVariant::fromValue(keyChip(row->key->state)) : QVariant();
    case TimeRole:
        return column == Column::Enrolled && row->key ? QVariant(row->key->enrolledAt) : QVariant();
    case StrongRole:
        return column == Column::Person && row->person.active;
    case MutedRole:
        return !row->person.active || (row->key && row->key->state == SignerKey::Revoked);
    case CopyRole:
        if (column == Column::State)
            return row->key ? enumText(row->key->state) : QString();
        if (column == Column::Fingerprint)
            return row->key ? row->key->keyId : QString();
        if (column == Column::Enrolled)
            return row->key ? toRfc3339(row->key->enrolledAt) : QString();
        return text(*row, column, true);
    default:
        return {};
    }
}

QVariant KeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Person:
        return tr("Person");
    case Column::Roles:
        return tr("Roles");
    case Column::State:
        return tr("Signing key");
    case Column::Fingerprint:
        return tr("Number begins");
    case Column::Enrolled:
        return tr("Enrolled");
    case Column::ConfirmedBy:
        return tr("Confirmed by");
    case Column::Count:
        break;
    }
    return {};
}

} // namespace countersign
