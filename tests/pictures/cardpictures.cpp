// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/cardpictures.h"

#include "places/cardsample.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/registry/carddiffpage.h"
#include "ui/registry/carddiffview.h"
#include "ui/registry/cardeditor.h"
#include "ui/registry/cardexportdialog.h"
#include "ui/registry/cardreader.h"
#include "ui/registry/cardsectionform.h"
#include "ui/registry/cardtab.h"
#include "ui/widgets/datatable.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

const QString seven = u"claims-triage/7"_s;

class CardShots
{
public:
    CardShots(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme))
    {
        fillSample(m_workspace);
        m_workspace.put({cardRecord(m_workspace, sampleId(u"card"_s, 6), u"claims-triage/6"_s, olderCard(), u"jonas.weber"_s, 2, u"approved"_s)});
    }

    void put(const CardContent &content, qint64 revision, const QString &status = u"pendingReview"_s)
    {
        m_workspace.put({cardRecord(m_workspace, sampleId(u"card"_s, 7), seven, content, u"jonas.weber"_s, revision, status)});
    }

    std::unique_ptr<CardTab> open(const QString &version, const QSize &size)
    {
        auto tab = std::make_unique<CardTab>();
        tab->setWorkspace(&m_workspace, &m_settings);
        tab->setAutoFillBackground(true);
        tab->resize(size);
        tab->show();
        reload(*tab, version);
        return tab;
    }

    void reload(CardTab &tab, const QString &version)
    {
        bool done = false;
        m_workspace.replica()->read(
            &tab, [version, now = m_workspace.time().now()](ReadSession &session) { return loadVersion(session, version, now); },
            [&](const Result<VersionData> &data) {
                if (data)
                    tab.show(*data);
                done = true;
            });
        (void)QTest::qWaitFor([&] { return done; }, 30'000);
        QTest::qWait(60);
    }

    void take(QWidget &widget, const QString &name)
    {
        QTest::qWait(80);
        if (!widget.grab().save(u"%1/card-%2-%3.png"_s.arg(m_folder, name, m_theme)))
            qWarning("card-%s could not be written", qPrintable(name));
    }

    EvidenceWorkspace &workspace() { return m_workspace; }

private:
    QString m_folder, m_theme;
    EvidenceWorkspace m_workspace;
    QTemporaryDir m_data;
    QSettings m_settings{m_data.filePath(u"s.ini"_s), QSettings::IniFormat};
};

void paintReading(CardShots &shots)
{
    shots.put(fullCard(), 3);
    auto tab = shots.open(seven, QSize(960, 720));
    shots.take(*tab, u"full"_s);
    tab->reader()->goTo(u"evaluationResults"_s);
    shots.take(*tab, u"full-results"_s);
    tab->reader()->goTo(u"limitations"_s);
    shots.take(*tab, u"full-limitations"_s);
    tab->setView(CardTab::View::Source);
    shots.take(*tab, u"source"_s);
    tab->setView(CardTab::View::Compare);
    shots.take(*tab, u"changes"_s);
    tab->changes()->view()->nextChange();
    tab->changes()->view()->nextChange();
    shots.take(*tab, u"changes-second"_s);
    QList<RecordRevision> revisions;
    const QStringList states{u"draft"_s, u"pendingReview"_s, u"draft"_s, u"pendingReview"_s};
    const QStringList actions{u"create"_s, u"submit"_s, u"edit"_s, u"submit"_s};
    for (int i = 0; i < states.size(); ++i) {
        Record record = cardRecord(shots.workspace(), sampleId(u"card"_s, 7), seven, i < 2 ? olderCard() : fullCard(), u"jonas.weber"_s, i + 1, states[i]);
        record.updatedBy = i == 2 ? u"ana.ferreira"_s : u"jonas.weber"_s;
        record.updatedAt = shots.workspace().time().now().addDays(i - 9);
        revisions.append({actions[i], record});
    }
    shots.workspace().setRevisions(sampleId(u"card"_s, 7), revisions);
    tab->setView(CardTab::View::History);
    shots.take(*tab, u"history"_s);
    CardExportDialog *dialog = tab->openExport();
    dialog->choose(u"mct"_s);
    (void)QTest::qWaitFor([&] { return dialog->made().has_value(); }, 30'000);
    shots.take(*dialog, u"export"_s);
    dialog->choose(u"json"_s);
    (void)QTest::qWaitFor([&] { return dialog->made().has_value(); }, 30'000);
    shots.take(*dialog, u"export-nothing-lost"_s);
}

void paintSparse(CardShots &shots)
{
    Policy policy = samplePolicies().first();
    policy.title = u"High risk"_s;
    policy.cardSections = {u"intendedUses"_s, u"outOfScope"_s, u"limitations"_s, u"cybersecurity"_s};
    Record asking = recordOf(u"policy"_s, policy.name, policy);
    asking.revision = 2;
    shots.workspace().put({asking});
    shots.put(sparseCard(), 4, u"draft"_s);
    auto tab = shots.open(seven, QSize(960, 720));
    shots.take(*tab, u"sparse"_s);
    shots.put(longCard(), 5);
    shots.reload(*tab, seven);
    shots.take(*tab, u"long"_s);
    tab->setView(CardTab::View::Compare);
    shots.take(*tab, u"long-changes"_s);
    tab->resize(640, 640);
    tab->setView(CardTab::View::Read);
    shots.take(*tab, u"long-narrow"_s);
    shots.workspace().put({recordOf(u"version"_s, u"claims-triage/8"_s, sampleVersion(u"claims-triage"_s, u"8"_s, shots.workspace().time().now(), Version::Draft))});
    auto empty = shots.open(u"claims-triage/8"_s, QSize(960, 480));
    shots.take(*empty, u"empty"_s);
}

void paintWriting(CardShots &shots)
{
    shots.put(fullCard(), 6);
    auto tab = shots.open(seven, QSize(1060, 760));
    tab->edit(u"intendedUses"_s);
    shots.take(*tab, u"editor"_s);
    tab->editor()->goTo(u"evaluationResults"_s);
    auto *metrics = tab->editor()->form()->groups(u"metric"_s);
    metrics->model()->setData(metrics->model()->index(0, 1), u"about 0.9"_s);
    shots.take(*tab, u"editor-groups"_s);
    tab->editor()->goTo(u"identity"_s);
    if (auto *date = qobject_cast<QLineEdit *>(tab->editor()->form()->editorOf(u"date"_s)))
        date->setText(u"last Tuesday"_s);
    tab->editor()->form()->text()->setPlainText(u"[More Information Needed]"_s);
    shots.take(*tab, u"editor-wrong"_s);
    tab->editor()->fill();
    shots.take(*tab, u"editor-fill"_s);
    tab->editor()->goTo(u"limitations"_s);
    tab->editor()->form()->text()->appendPlainText(u"Short claims are judged less surely."_s);
    CardContent theirs = fullCard();
    theirs.sectionForWriting(u"limitations"_s).text += u"\n\nLong claims are cut after 512 words."_s;
    shots.put(theirs, 7, u"draft"_s);
    shots.reload(*tab, seven);
    shots.take(*tab, u"editor-conflict-said"_s);
    tab->editor()->showConflict();
    shots.take(*tab, u"editor-conflict"_s);
    tab->editor()->discard();
}

} // namespace

void paintCards(const QString &folder, const QString &themeName)
{
    CardShots shots(folder, themeName);
    paintReading(shots);
    paintSparse(shots);
    paintWriting(shots);
}

} // namespace countersign::test
