// SPDX-License-Identifier: GPL-3.0-or-later
#include "translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

// The resources of a static library are only linked in when they are named, outside of any namespace.
static void initTranslationResources()
{
    Q_INIT_RESOURCE(translations);
}

namespace countersign {

using namespace Qt::StringLiterals;

void installTranslations(QCoreApplication *app)
{
    initTranslationResources();
    auto *translator = new QTranslator(app);
    if (!translator->load(QLocale(), u"countersign"_s, u"_"_s, u":/translations"_s)
        && !translator->load(u":/translations/countersign_en.qm"_s))
        return;
    QCoreApplication::installTranslator(translator);
}

} // namespace countersign
