// SPDX-License-Identifier: GPL-3.0-or-later
// Holds every statistic against programs that others wrote: generated inputs of fixed seeds go to reference.py (SciPy,
// statsmodels, pandas, NumPy), and its answers are compared with ours.
#include "referencecases.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace countersign;
using namespace countersign::reference;
using namespace Qt::StringLiterals;

namespace countersign::reference {

double orNan(const std::optional<double> &value)
{
    return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

QJsonArray array(const QList<double> &values)
{
    QJsonArray out;
    for (const double value : values)
        out.append(std::isfinite(value) ? QJsonValue(value) : QJsonValue());
    return out;
}

QList<double> normalValues(RandomNumbers &random, qsizetype n, double mean, double deviation)
{
    QList<double> out;
    while (out.size() < n) { // Box and Muller
        const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));
        out.append(mean + deviation * radius * std::cos(2 * std::numbers::pi * random.uniform()));
    }
    return out;
}

} // namespace countersign::reference

namespace {

/// Debian's, which has Debian's SciPy; another one on the path may have none.
QString python()
{
    const QString system = u"/usr/bin/python3"_s;
    return QFileInfo(system).isExecutable() ? system : u"python3"_s;
}

struct Answer
{
    bool started = false;
    int exit = -1;
    QByteArray out, err;
};

Answer ask(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(python(), arguments);
    Answer answer;
    answer.started = process.waitForStarted();
    process.write(input);
    process.closeWriteChannel();
    if (answer.started && process.waitForFinished(240'000) && process.exitStatus() == QProcess::NormalExit)
        answer.exit = process.exitCode();
    answer.out = process.readAllStandardOutput();
    answer.err = process.readAllStandardError();
    return answer;
}

} // namespace

class TestStatistics : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void agrees_data();
    void agrees();

private:
    QList<Case> m_cases;
    QJsonArray m_answers;
};

void TestStatistics::initTestCase()
{
    const Answer packages = ask({u"-c"_s, u"import numpy, pandas, scipy, statsmodels"_s});
    if (packages.exit != 0) {
        QVERIFY2(!qEnvironmentVariableIsSet("COUNTERSIGN_REQUIRE_EXTERNAL"), packages.err.constData());
        QSKIP("python3-numpy, -pandas, -scipy and -statsmodels are not installed");
    }
    m_cases = distributionCases() + shareCases() + meanCases() + agreementCases() + columnCases();
    QJsonArray questions;
    for (const Case &one : std::as_const(m_cases))
        questions.append(QJsonObject{{u"call"_s, one.call}, {u"args"_s, one.arguments}});
    const Answer answer = ask({QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/statistics/reference.py")},
                              QJsonDocument(questions).toJson(QJsonDocument::Compact));
    QVERIFY2(answer.exit == 0, answer.err.constData());
    m_answers = QJsonDocument::fromJson(answer.out).array();
    QCOMPARE(m_answers.size(), m_cases.size());
}

void TestStatistics::agrees_data()
{
    QTest::addColumn<qsizetype>("index");
    for (qsizetype i = 0; i < m_cases.size(); ++i)
        QTest::newRow(qPrintable(m_cases[i].name)) << i;
}

void TestStatistics::agrees()
{
    QFETCH(qsizetype, index);
    const Case &one = m_cases[index];
    QJsonArray theirs = m_answers[index].toArray();
    const double spread = one.spreads ? theirs.takeAt(theirs.size() - 1).toDouble() * *one.spreads : 0;
    QCOMPARE(theirs.size(), one.ours.size());
    for (qsizetype i = 0; i < one.ours.size(); ++i) {
        if (theirs[i].isNull()) {
            QVERIFY2(std::isnan(one.ours[i]), qPrintable(u"number %1: no answer expected, got %2"_s.arg(i).arg(one.ours[i])));
            continue;
        }
        const double expected = theirs[i].toDouble();
        const double allowed = one.relative * std::abs(expected) + one.absolute + spread;
        QVERIFY2(std::abs(one.ours[i] - expected) <= allowed,
                 qPrintable(u"number %1: %2, expected %3 ± %4"_s.arg(i).arg(one.ours[i], 0, 'g', 17).arg(expected, 0, 'g', 17).arg(allowed)));
    }
}

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
