// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"
#include "domain/statetable.h"

namespace countersign {

/// A kind of record: its shape, how it is addressed and what moves its state.
struct Kind
{
    QString name;   ///< "request"
    QString plural; ///< "requests", as in the API's paths
    const Shape *shape = nullptr;
    QStringList keyFields; ///< joined by '/', the record's id; empty: the server makes a ULID
    QString stateField;    ///< "state", "stage", "status" or empty
    const StateTable *states = nullptr;
    bool clientCreates = true; ///< false where only a verb of another kind makes one

    /// The id that a body gives itself, or empty when the server must make one.
    [[nodiscard]] QString keyOf(const QJsonObject &body) const;
};

/// Every kind, in the order of the API's reference. Adding a kind is adding its file and its line in kind.cpp.
const QList<Kind> &kinds();
const Kind *kindByName(QStringView name);
const Kind *kindByPlural(QStringView plural);

/// One stored thing, as the API carries it.
struct Record
{
    QString kind, id;
    qint64 revision = 0; ///< edits so far; 1 for a new one
    qint64 seq = 0;      ///< orders all changes on the server
    qint64 leaf = -1;    ///< its place in the log
    QDateTime updatedAt;
    QString updatedBy; ///< person
    bool deleted = false;
    QString salt; ///< hex; with the body it gives the digest in the log's leaf
    QJsonObject body;
    bool operator==(const Record &) const = default;

    [[nodiscard]] QJsonObject toJson() const;
    static Result<Record> fromJson(const QJsonObject &json);
};

} // namespace countersign
