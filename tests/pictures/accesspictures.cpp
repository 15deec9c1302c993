// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/accesspictures.h"

#include "tests/places/loggedworkspace.h"
#include "tests/places/reviewstory.h"
#include "ui/access/accessplace.h"
#include "ui/access/peoplepage.h"
#include "ui/access/policiespage.h"
#include "ui/access/policydialog.h"
#include "ui/access/policyform.h"
#include "ui/access/stagerow.h"
#include "ui/audit/auditplace.h"
#include "ui/shell/headerbar.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/commandpalette.h"
#include "ui/widgets/datatable.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSettings>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

void addLongNames(LoggedRecords &records)
{
    const QDateTime now = storyNow();
    records.person(u"maximiliane.von-hohenstein-oldenburg"_s, u"Maximiliane Charlotte von Hohenstein-Oldenburg zu Wittgenstein"_s,
                   {u"validator"_s, u"risk"_s, u"legal"_s, u"release-engineer"_s, u"auditor"_s});
    records.key(u"maximiliane.von-hohenstein-oldenburg"_s, u"emeka.obi"_s, now.addDays(-3),
                u"Hardware token in the safe of the second floor, replaced after the audit of the spring"_s);
    Policy policy = storyPolicy();
    policy.name = u"natural-catastrophes-household-claims-multilingual-production"_s;
    policy.title = u"Severity of household claims after natural catastrophes, in all languages of the group"_s;
    policy.description = u"Every release that decides about money without a person in between; agreed with the works council and the supervisory authority."_s;
    policy.environments = {u"production-eu-central"_s, u"production-eu-west"_s, u"production-nordics"_s, u"staging"_s};
    policy.safeguards = {u"human takes over on doubt"_s, u"personal data is masked before the prompt"_s};
    policy.categories = {u"accuracy"_s, u"fairness"_s, u"safety"_s, u"robustness"_s};
    policy.stages.append({u"Independent validation by the second line of defence"_s, u"validator"_s, 3, {}, 0, {}});
    MetricRequirement bound;
    bound.id = u"recall-for-the-most-severe-quarter-of-claims"_s;
    bound.title = u"Recall for the most severe quarter of claims"_s;
    bound.metric = u"recall"_s;
    bound.op = u">="_s;
    bound.limit = 0.875;
    bound.sliceDimension = u"severity quartile"_s;
    bound.sliceGroup = u"fourth"_s;
    policy.metrics = {bound};
    records.put(policy.name, policy, u"emeka.obi"_s, now.addDays(-1));
}

class AccessShots
{
public:
    AccessShots(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme))
    {
        ReviewStory story = reviewStory();
        addLongNames(story.records);
        m_workspace.fill(story.records);
        m_workspace.setPerson(story.people.value(u"emeka.obi"_s));
        m_window = std::make_unique<MainWindow>(&m_registry, &m_settings, m_workspace.clock());
        m_window->setPlaces({accessPlace(&m_workspace, &m_registry, &m_settings), auditPlace(&m_workspace, &m_registry, &m_settings)});
        m_window->header()->setPerson(m_workspace.person().displayName);
        m_window->status()->setStatus({ConnectionStatus::Link::Online, m_workspace.clock()->now().addSecs(-2), m_workspace.freshness().logSize,
                                       ConnectionStatus::History::Consistent, 0, 0, m_workspace.freshness().server});
        m_window->resize(1280, 800);
        m_window->show();
    }

    void takeLists()
    {
        show(u"access"_s, {});
        take(m_window.get(), u"people"_s);
        show(u"access"_s, u"person/maximiliane.von-hohenstein-oldenburg"_s);
        take(m_window.get(), u"key"_s);
        show(u"access"_s, u"policy/high-risk"_s);
        take(m_window.get(), u"policies"_s);
        show(u"access"_s, u"policy/natural-catastrophes-household-claims-multilingual-production"_s);
        take(m_window.get(), u"policy-long"_s);
    }
    void takeEditors()
    {
        auto *policies = m_window->findChild<PoliciesPage *>();
        policies->editCurrent();
        takeDialog<PolicyDialog>(u"editor-long"_s);
        policies->makeNew();
        if (auto *dialog = open<PolicyDialog>()) {
            dialog->form()->addBound({});
            dialog->form()->findChild<StageRow *>()->findChild<QLineEdit *>()->clear();
            dialog->saveButton()->click();
        }
        takeDialog<PolicyDialog>(u"editor-errors"_s);
        show(u"access"_s, u"person/ana.ferreira"_s);
        m_window->findChild<PeoplePage *>()->editPerson();
        takeDialog<QDialog>(u"person"_s);
    }
    void takeOverview()
    {
        show(u"access"_s, u"policy/high-risk"_s);
        CommandPalette *palette = m_window->commandPalette();
        palette->popUpFor(m_window->currentPlace());
        QTest::qWait(100);
        QImage image(m_window->size(), QImage::Format_ARGB32);
        QPainter painter(&image);
        painter.drawPixmap(0, 0, m_window->grab());
        painter.drawPixmap(palette->mapToGlobal(QPoint()) - m_window->mapToGlobal(QPoint()), palette->grab());
        painter.end();
        image.save(file(u"overview"_s));
        palette->close();
    }
    void takeVerification()
    {
        show(u"audit"_s, {});
        m_workspace.verifySlowly = true;
        const auto buttons = m_window->currentPlace()->findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->isVisible() && button->text().startsWith(u"Verify"_s))
                button->click();
        }
        if (m_workspace.running.progress)
            m_workspace.running.progress({true, m_workspace.freshness().logSize / 3, m_workspace.freshness().logSize});
        QTest::qWait(100);
        take(m_window.get(), u"verifying"_s);
        if (m_workspace.answer)
            m_workspace.answer(QString(u"All entries give the signed root."_s));
        QTest::qWait(100);
        take(m_window.get(), u"verified"_s);
    }

private:
    [[nodiscard]] QString file(const QString &name) const { return u"%1/access-%2-%3.png"_s.arg(m_folder, name, m_theme); }
    void show(const QString &place, const QString &id)
    {
        m_window->openLink(links::to(place, id));
        QTest::qWait(300);
    }
    void take(QWidget *widget, const QString &name) const
    {
        QTest::qWait(100);
        if (!widget->grab().save(file(name)))
            qWarning("access-%s could not be written", qPrintable(name));
    }
    template <typename Dialog>
    Dialog *open() const
    {
        const auto all = m_window->findChildren<Dialog *>();
        for (Dialog *dialog : all) {
            if (dialog->isVisible() && !qobject_cast<CommandPalette *>(static_cast<QWidget *>(dialog)))
                return dialog;
        }
        return nullptr;
    }
    template <typename Dialog>
    void takeDialog(const QString &name)
    {
        Dialog *dialog = open<Dialog>();
        if (!dialog) {
            qWarning("%s did not open", qPrintable(name));
            return;
        }
        take(dialog, name);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->hide();
        delete dialog;
    }

    QString m_folder, m_theme;
    QTemporaryDir m_temporary;
    QSettings m_settings{m_temporary.filePath(u"s.ini"_s), QSettings::IniFormat};
    ActionRegistry m_registry;
    LoggedWorkspace m_workspace;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace

void paintAccess(const QString &folder, const QString &themeName)
{
    AccessShots shots(folder, themeName);
    shots.takeLists();
    shots.takeEditors();
    shots.takeOverview();
    shots.takeVerification();
}

} // namespace countersign::test
