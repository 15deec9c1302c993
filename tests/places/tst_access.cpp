// SPDX-License-Identifier: GPL-3.0-or-later
// The policy editor: what is wrong is said at its field, and whether anybody could fulfil the policy is said in words.
#include "places/evidenceworkspace.h"
#include "ui/access/policydialog.h"
#include "ui/access/policyform.h"
#include "ui/access/stagerow.h"
#include "ui/workspace/boundrow.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int soon = 10'000; // ms

Person person(const QString &name, const QString &display, const QStringList &roles)
{
    Person out;
    out.name = name;
    out.displayName = display;
    out.roles = roles;
    return out;
}

QList<Person> everybody()
{
    return {person(u"ada"_s, u"Ada Byron"_s, {u"administrator"_s}), person(u"ana"_s, u"Ana Ferreira"_s, {u"risk"_s}),
            person(u"ben"_s, u"Ben Ito"_s, {u"risk"_s, u"legal"_s}), person(u"cleo"_s, u"Cleo Marsh"_s, {u"legal"_s})};
}

PolicyStage stage(const QString &name, const QString &role, qint64 quorum = 1, const QStringList &people = {})
{
    PolicyStage out;
    out.name = name;
    out.role = role;
    out.quorum = quorum;
    out.people = people;
    return out;
}

/// Right in every part; each row of a test spoils one.
Policy good()
{
    Policy out;
    out.name = u"high-risk"_s;
    out.title = u"High-risk release"_s;
    out.environments = {u"production"_s};
    out.stages = {stage(u"Risk"_s, u"risk"_s), stage(u"Legal"_s, u"legal"_s)};
    out.categories = {u"accuracy"_s};
    MetricRequirement bound;
    bound.id = u"recall-urgent"_s;
    bound.metric = u"recall"_s;
    bound.op = u">="_s;
    bound.limit = 0.9;
    out.metrics = {bound};
    return out;
}

struct Desk
{
    EvidenceWorkspace workspace;
    PolicyDialog dialog;

    explicit Desk(const Policy &policy = good(), qint64 revision = 0) : dialog(&workspace, policy, revision, everybody()) { dialog.show(); }

    [[nodiscard]] QList<StageRow *> stages() const { return dialog.form()->findChildren<StageRow *>(); }
    [[nodiscard]] QList<BoundRow *> bounds() const { return dialog.form()->findChildren<BoundRow *>(); }
    /// The cell of a member: of the policy, or of one row of it.
    static FormCell *cell(QWidget *in, const QString &member)
    {
        const auto cells = in->findChildren<FormCell *>();
        for (FormCell *one : cells) {
            QWidget *row = one->parentWidget();
            while (row && !qobject_cast<StageRow *>(row) && !qobject_cast<BoundRow *>(row) && !qobject_cast<PolicyForm *>(row))
                row = row->parentWidget();
            if (one->member() == member && row == in)
                return one;
        }
        return nullptr;
    }
    static void type(QWidget *in, const QString &member, const QString &text)
    {
        qobject_cast<QLineEdit *>(cell(in, member)->editor())->setText(text);
    }
    void save() { QTest::mouseClick(dialog.saveButton(), Qt::LeftButton); }
    /// What stands at the fields, as "member: sentence".
    [[nodiscard]] QStringList errors() const
    {
        QStringList out;
        const auto cells = dialog.form()->findChildren<FormCell *>();
        for (const FormCell *one : cells) {
            if (!one->error().isEmpty())
                out.append(one->member() + u": "_s + one->error());
        }
        return out;
    }
    [[nodiscard]] QString said() const
    {
        QStringList out;
        const auto labels = dialog.findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->isVisible())
                out.append(label->text());
        }
        return out.join(u" | "_s);
    }
};

using Spoil = std::function<void(Desk &)>;

} // namespace

Q_DECLARE_METATYPE(Spoil)

class TestAccess : public QObject
{
    Q_OBJECT
private slots:
    // Lists are joined in the test's own language, not in that of the machine.
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void errorsStandAtTheirFields_data();
    void errorsStandAtTheirFields();
    void errorsGoOnceMended();
    void whatTheServerFindsComesBack_data();
    void whatTheServerFindsComesBack();
    void goodPolicyIsSent();
    void editSaysWhatWasTakenAway();
    void sentence_data();
    void sentence();
    void sentenceFollowsTheTyping();
};

void TestAccess::errorsStandAtTheirFields_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("member");
    const auto row = [](const char *name, const QString &member, const Spoil &spoil) { QTest::newRow(name) << spoil << member; };
    const auto top = [](const QString &member, const QString &text) {
        return Spoil([member, text](Desk &desk) { Desk::type(desk.dialog.form(), member, text); });
    };
    row("no name", u"name"_s, top(u"name"_s, {}));
    row("name with spaces", u"name"_s, top(u"name"_s, u"High risk!"_s));
    row("name too long", u"name"_s, top(u"name"_s, QString(101, u'a')));
    row("environment no address", u"environments"_s, top(u"environments"_s, u"production, The Moon"_s));
    row("unknown category", u"categories"_s, top(u"categories"_s, u"accuracy, vibes"_s));
    row("stage without a name", u"name"_s, [](Desk &desk) { Desk::type(desk.stages().last(), u"name"_s, u" "_s); });
    row("two stages of one name", u"name"_s, [](Desk &desk) { Desk::type(desk.stages().last(), u"name"_s, u"Risk"_s); });
    row("people no addresses", u"people"_s, [](Desk &desk) { Desk::type(desk.stages().first(), u"people"_s, u"Ana Ferreira"_s); });
    row("fewer people than needed", u"people"_s, [](Desk &desk) {
        Desk::type(desk.stages().first(), u"people"_s, u"ana"_s);
        qobject_cast<QSpinBox *>(Desk::cell(desk.stages().first(), u"quorum"_s)->editor())->setValue(2);
    });
    row("administration approves", u"role"_s, [](Desk &desk) {
        auto *role = qobject_cast<QComboBox *>(Desk::cell(desk.stages().first(), u"role"_s)->editor());
        role->setCurrentIndex(role->findData(u"administrator"_s));
    });
    row("no stage at all", u"stages"_s, [](Desk &desk) {
        for (StageRow *stage : desk.stages())
            emit stage->removeRequested();
    });
    row("bound without a name", u"id"_s, [](Desk &desk) { Desk::type(desk.bounds().first(), u"id"_s, {}); });
    row("bound without a metric", u"metric"_s, [](Desk &desk) { Desk::type(desk.bounds().first(), u"metric"_s, {}); });
    row("limit is a word", u"limit"_s, [](Desk &desk) { Desk::type(desk.bounds().first(), u"limit"_s, u"high"_s); });
    row("limit left empty", u"limit"_s, [](Desk &desk) { Desk::type(desk.bounds().first(), u"limit"_s, {}); });
    row("limit out of range", u"limit"_s, [](Desk &desk) { Desk::type(desk.bounds().first(), u"limit"_s, u"1e301"_s); });
    row("limit without end", u"limit"_s, [](Desk &desk) { Desk::type(desk.bounds().first(), u"limit"_s, u"inf"_s); });
    row("two bounds of one name", u"id"_s, [](Desk &desk) { desk.dialog.form()->addBound(good().metrics.first()); });
}

void TestAccess::errorsStandAtTheirFields()
{
    QFETCH(Spoil, spoil);
    QFETCH(QString, member);
    Desk desk;
    spoil(desk);
    desk.save();
    QTest::qWait(0);
    QVERIFY(desk.dialog.isVisible());
    QVERIFY(desk.workspace.sent().isEmpty());
    const QStringList errors = desk.errors();
    QVERIFY2(errors.size() == 1 && errors.first().startsWith(member + u": "_s), qPrintable(errors.join(u" | "_s) + u" # "_s + desk.said()));
    QVERIFY2(desk.said().contains(u"1 field"_s), qPrintable(desk.said()));
}

void TestAccess::errorsGoOnceMended()
{
    Desk desk;
    BoundRow *bound = desk.bounds().first();
    Desk::type(bound, u"limit"_s, u"high"_s);
    Desk::type(desk.dialog.form(), u"name"_s, u"No Name"_s);
    desk.save();
    QCOMPARE(desk.errors().size(), 2);
    Desk::type(bound, u"limit"_s, u"0.95"_s);
    desk.save();
    QCOMPARE(desk.errors().size(), 1);
    Desk::type(desk.dialog.form(), u"name"_s, u"a-name"_s);
    QSignalSpy accepted(&desk.dialog, &QDialog::accepted);
    desk.save();
    QVERIFY(desk.errors().isEmpty());
    QVERIFY(!accepted.isEmpty() || accepted.wait(soon));
}

void TestAccess::whatTheServerFindsComesBack_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("member"); // empty: belongs to no field
    QTest::newRow("a field") << u"/body/title"_s << u"title"_s;
    QTest::newRow("a field of a stage") << u"/body/stages/1/people/0"_s << u"people"_s;
    QTest::newRow("a field of a bound") << u"/body/metrics/0/unit"_s << u"unit"_s;
    QTest::newRow("the stages together") << u"/body/stages"_s << u"stages"_s;
    QTest::newRow("without body") << u"/title"_s << u"title"_s;
    QTest::newRow("a stage that is not there") << u"/body/stages/7/name"_s << u"stages"_s;
    QTest::newRow("a member nobody shows") << u"/body/secret"_s << QString();
    QTest::newRow("nowhere") << QString() << QString();
}

void TestAccess::whatTheServerFindsComesBack()
{
    QFETCH(QString, pointer);
    QFETCH(QString, member);
    Desk desk;
    Error error{Error::Code::Invalid, u"The policy cannot be taken."_s};
    error.fields = {{pointer, u"is not as it should be."_s}};
    desk.workspace.setNextAnswer(error);
    desk.save();
    QTRY_VERIFY_WITH_TIMEOUT(desk.dialog.saveButton()->isEnabled(), soon);
    QVERIFY(desk.dialog.isVisible());
    if (member.isEmpty()) {
        QVERIFY(desk.errors().isEmpty());
        QVERIFY2(desk.said().contains(u"is not as it should be."_s), qPrintable(desk.said()));
        return;
    }
    QCOMPARE(desk.errors(), QStringList{member + u": Is not as it should be."_s});
    QVERIFY(desk.said().contains(u"1 field"_s));
}

void TestAccess::goodPolicyIsSent()
{
    Desk desk;
    QSignalSpy accepted(&desk.dialog, &QDialog::accepted);
    desk.save();
    QVERIFY(!accepted.isEmpty() || accepted.wait(soon));
    QCOMPARE(desk.workspace.sent().size(), 1);
    const Command &command = desk.workspace.sent().first();
    QCOMPARE(command.method, QByteArray("POST"));
    QCOMPARE(command.path, u"/v1/policies"_s);
    const auto policy = decode<Policy>(command.body);
    QVERIFY2(policy.ok(), qPrintable(policy.ok() ? QString() : policy.error().text));
    QCOMPARE(*policy, good());
}

void TestAccess::editSaysWhatWasTakenAway()
{
    Policy before = good();
    before.lockedPlan = true;
    before.safeguards = {u"pii filter"_s};
    Desk desk(before, 7);
    Desk::type(desk.dialog.form(), u"safeguards"_s, {});
    emit desk.bounds().first()->removeRequested();
    QSignalSpy accepted(&desk.dialog, &QDialog::accepted);
    desk.save();
    QVERIFY(!accepted.isEmpty() || accepted.wait(soon));
    const Command &command = desk.workspace.sent().first();
    QCOMPARE(command.method, QByteArray("PATCH"));
    QCOMPARE(command.path, u"/v1/policies/high-risk"_s);
    QCOMPARE(command.ifMatch, 7);
    QCOMPARE(command.base, encode(before));
    QVERIFY(command.body.contains(u"safeguards"_s) && command.body.value(u"safeguards"_s).isNull());
    QVERIFY(command.body.contains(u"metrics"_s) && command.body.value(u"metrics"_s).isNull());
    QCOMPARE(command.body.value(u"lockedPlan"_s), QJsonValue(true)); // what was not touched stays
}

void TestAccess::sentence_data()
{
    QTest::addColumn<QList<PolicyStage>>("stages");
    QTest::addColumn<bool>("possible");
    QTest::addColumn<QStringList>("words");
    using Stages = QList<PolicyStage>;
    QTest::newRow("one of two") << Stages{stage(u"Risk"_s, u"risk"_s)} << true << QStringList{u"Risk: 1 of Ana Ferreira, Ben Ito"_s};
    QTest::newRow("both of two") << Stages{stage(u"Risk"_s, u"risk"_s, 2)} << true << QStringList{u"Risk: 2 of Ana Ferreira, Ben Ito"_s};
    QTest::newRow("named people") << Stages{stage(u"Risk"_s, u"risk"_s, 1, {u"ben"_s})} << true << QStringList{u"Risk: 1 of Ben Ito"_s};
    QTest::newRow("two stages") << Stages{stage(u"Risk"_s, u"risk"_s), stage(u"Law"_s, u"legal"_s)} << true
                                << QStringList{u"Risk: 1 of"_s, u"Law: 1 of Ben Ito, Cleo Marsh"_s};
    QTest::newRow("a stage without a name") << Stages{stage(u"Risk"_s, u"risk"_s), stage({}, u"legal"_s)} << false << QStringList{u"Stage 2 is not complete yet."_s};
    QTest::newRow("nobody has the role") << Stages{stage(u"Check"_s, u"validator"_s)} << false << QStringList{u"'Check'"_s, u"one person"_s, u"nobody could sign today"_s};
    QTest::newRow("three of two") << Stages{stage(u"Risk"_s, u"risk"_s, 3)} << false << QStringList{u"3 people"_s, u"only ana, ben"_s};
    QTest::newRow("named person without the role") << Stages{stage(u"Risk"_s, u"risk"_s, 1, {u"cleo"_s})} << false << QStringList{u"nobody could sign today"_s};
    QTest::newRow("one person for two stages")
        << Stages{stage(u"Risk"_s, u"risk"_s, 1, {u"ben"_s}), stage(u"Law"_s, u"legal"_s, 1, {u"ben"_s})} << false
        << QStringList{u"2 different people"_s, u"one person counts once"_s, u"only ben"_s};
}

void TestAccess::sentence()
{
    QFETCH(QList<PolicyStage>, stages);
    QFETCH(bool, possible);
    QFETCH(QStringList, words);
    Policy policy = good();
    policy.stages = stages;
    Desk desk(policy);
    const QString sentence = desk.dialog.judgement();
    QCOMPARE(sentence.contains(u"can be fulfilled today"_s), possible);
    for (const QString &part : words)
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    if (!decode<Policy>(encode(policy)).ok())
        return; // of an unfinished policy nothing is said beyond that
    bool answer = !possible;
    QCOMPARE(fulfilment(policy, everybody(), &answer), sentence);
    QCOMPARE(answer, possible);
}

void TestAccess::sentenceFollowsTheTyping()
{
    Desk desk;
    QVERIFY(desk.dialog.judgement().contains(u"can be fulfilled today"_s));
    Desk::type(desk.stages().first(), u"people"_s, u"cleo"_s); // who is not of Risk
    QVERIFY(desk.dialog.judgement().contains(u"nobody could sign today"_s));
    Desk::type(desk.stages().first(), u"people"_s, u"ana"_s);
    QVERIFY(desk.dialog.judgement().contains(u"Ana Ferreira"_s));
    for (StageRow *row : desk.stages())
        emit row->removeRequested();
    QCOMPARE(desk.dialog.judgement(), u"A policy needs at least one stage."_s);
    // A bound that is still being typed is no reason to doubt the people.
    desk.dialog.form()->addStage(stage(u"Risk"_s, u"risk"_s));
    desk.dialog.form()->addBound({});
    emit desk.dialog.form()->changed();
    QVERIFY2(desk.dialog.judgement().contains(u"can be fulfilled today"_s), qPrintable(desk.dialog.judgement()));
}

QTEST_MAIN(TestAccess)
#include "tst_access.moc"
