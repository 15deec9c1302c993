// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "replica/replica.h"

namespace countersign::bench {

/// Records to be written into a replica, in pages as a first sync writes them.
class Filling
{
public:
    explicit Filling(Replica *replica) : m_replica(replica) { m_replica->beginBulk(); }
    void add(Record record);
    /// Writes what is left and waits until lists and searches are as fast as they get.
    void finish();

private:
    void flush();
    Replica *m_replica;
    QJsonArray m_page;
    qint64 m_seq = 0;
};

/// "fraud-detection-0042": a name out of words, so that searches find some models and not others.
QString modelName(int number);
void addPeople(Filling &filling);
void addModel(Filling &filling, int number);
/// `model` is a name; versions are numbered and registered a minute after each other.
void addVersions(Filling &filling, const QString &model, int count);
/// A policy, and `count` requests in review that wait for waitingPerson().
void addRequests(Filling &filling, int count);
/// Who may sign the requests.
QString waitingPerson();
QDateTime benchNow();

/// Prints "figure | what | figure | limit" and tells whether the limit is kept.
bool report(const QString &what, double ratio, double limit);
double median(QList<double> values);

} // namespace countersign::bench
