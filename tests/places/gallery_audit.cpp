// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the audit place into PNG files: gallery_audit FOLDER
#include "places/gallerywindow.h"
#include "places/reviewstory.h"
#include "ui/audit/auditplace.h"

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

qint64 leafOf(const ReviewStory &story, const QString &kind, const QString &id)
{
    return story.records.record(kind, id).leaf;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QDir folder = galleryFolder();
    ThemeController themes(&app);
    ReviewStory story = reviewStory();
    LoggedWorkspace workspace;
    workspace.fill(story.records);
    workspace.setPerson(story.people.value(u"hannah.clarke"_s));
    workspace.verdict = u"All %1 entries give the signed root, and every checkpoint seen before is part of it."_s.arg(story.records.size());
    const qint64 signoff = leafOf(story, u"signoff"_s, story.approval);
    bool good = paintPlace(themes, folder, u"audit-signoff"_s, auditPlace, workspace, [&](MainWindow &window) {
        window.openLink(links::to(u"audit"_s, u"leaf/%1"_s.arg(signoff)));
        QTest::keyClick(window.currentPlace(), Qt::Key_F9);
    });

    // Somebody changed a sign-off behind the log's back, and the log does not verify.
    Record forged = story.records.record(u"signoff"_s, story.approval);
    forged.body.insert(u"comment"_s, u"I never looked at the figures."_s);
    story.records.forge(u"signoff"_s, story.approval, forged.body);
    LoggedWorkspace bad;
    bad.fill(story.records);
    bad.setPerson(story.people.value(u"hannah.clarke"_s));
    bad.verdict = Error{Error::Code::Untrusted, u"The entries on this machine are not those of the log that was signed."_s};
    good = paintPlace(themes, folder, u"audit-broken"_s, auditPlace, bad, [&](MainWindow &window) {
        window.openLink(links::to(u"audit"_s, u"leaf/%1"_s.arg(signoff)));
        QTest::keyClick(window.currentPlace(), Qt::Key_F9);
    }) && good;

    LoggedWorkspace empty;
    empty.setFreshness({});
    return paintPlace(themes, folder, u"audit-empty"_s, auditPlace, empty, {}, {{1280, 800}}) && good ? 0 : 1;
}
