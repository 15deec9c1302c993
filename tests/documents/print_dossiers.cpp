// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/dossiersample.h"

#include <QDir>
#include <QGuiApplication>
#include <QSaveFile>

using namespace countersign;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication app(argc, argv);
    const QDir folder(QGuiApplication::arguments().value(1, u"."_s));
    folder.mkpath(u"."_s);
    const std::pair<QString, DossierInput> all[] = {{u"full"_s, test::fullDossier()}, {u"sparse"_s, test::sparseDossier()}, {u"long"_s, test::longDossier()}, {u"hostile"_s, test::hostileDossier()}};
    bool good = true;
    for (const auto &[name, input] : all) {
        const auto pdf = dossierPdf(input, test::paperOptions());
        QSaveFile file(folder.filePath(name + u".pdf"_s));
        good = pdf.ok() && file.open(QIODevice::WriteOnly) && file.write(*pdf) == pdf->size() && file.commit() && good;
    }
    return good ? 0 : 1;
}
