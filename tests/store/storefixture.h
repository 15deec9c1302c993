// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "server/store/store.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

inline QDateTime day(qint64 seconds = 0)
{
    return QDateTime::fromMSecsSinceEpoch(1'790'000'000'000 + seconds * 1000, Qt::UTC);
}

/// A store in a folder of its own.
struct Fixture
{
    QTemporaryDir folder;
    std::unique_ptr<Store> store;

    Fixture()
    {
        if (const auto opened = reopen(); !opened)
            qFatal("%s", qPrintable(opened.error().text));
    }
    QString path() const { return folder.path() + u"/server"_s; }
    Result<void> reopen()
    {
        store.reset();
        auto opened = Store::open(path());
        if (!opened)
            return opened.error();
        store = std::move(opened).value();
        return {};
    }
    Result<Record> put(const Change &change, qint64 seconds = 0)
    {
        return store->write(u"ada"_s, day(seconds), [&](WriteSession &session) { return session.put(change); });
    }
    /// A model with an owner; lists of models filter and sort by both.
    Result<Record> model(const QString &name, const QJsonObject &more = {}, std::optional<qint64> revision = {})
    {
        QJsonObject body{{u"name"_s, name}};
        for (auto it = more.begin(); it != more.end(); ++it)
            body.insert(it.key(), it.value());
        return put({u"model"_s, name, body, u"create"_s, revision});
    }
    /// SQL behind the store's back, as somebody with the disk in his hands could run it.
    static QString tamper(const QString &folder, const QStringList &statements)
    {
        QString problem;
        {
            QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"tamper"_s);
            db.setDatabaseName(folder + u"/countersign.db"_s);
            if (!db.open())
                problem = db.lastError().text();
            for (const QString &statement : statements) {
                QSqlQuery query(db);
                if (!query.exec(statement) && problem.isEmpty())
                    problem = query.lastError().text();
            }
        }
        QSqlDatabase::removeDatabase(u"tamper"_s);
        return problem;
    }
};

/// Fails the test with the error's words. Evaluates its argument once.
#define VERIFY_OK(result)                                                                                              \
    do {                                                                                                               \
        const auto &outcome_ = (result);                                                                               \
        QVERIFY2(outcome_.ok(), qPrintable(outcome_.ok() ? QString()                                                   \
                                                         : outcome_.error().text + u" | "_s + outcome_.error().detail)); \
    } while (false)

} // namespace countersign::test
