// SPDX-License-Identifier: GPL-3.0-or-later
#include "serveroptions.h"

#include <QCommandLineParser>
#include <QHostAddress>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error usage(const QString &text)
{
    return {Error::Code::Invalid, text + u" (countersignd --help lists the options)"_s};
}

Result<void> readListen(const QString &text, ServerOptions &out)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool ok = false;
    const uint port = text.mid(colon + 1).toUInt(&ok);
    QString address = text.left(colon);
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.mid(1, address.size() - 2);
    if (colon < 1 || !ok || port > 65535)
        return usage(u"--listen wants ADDRESS:PORT, for instance 127.0.0.1:8080."_s);
    const QHostAddress host(address == "localhost"_L1 ? u"127.0.0.1"_s : address);
    if (host.isNull())
        return usage(u"--listen: '%1' is no IP address."_s.arg(address));
    if (!host.isLoopback() && !out.behindProxy) {
        return usage(u"--listen: '%1' can be reached from other machines, and this server speaks plain HTTP. Listen on"
                     " 127.0.0.1, or put a TLS proxy in front and say --behind-proxy."_s.arg(address));
    }
    out.address = host.toString();
    out.port = quint16(port);
    return {};
}

} // namespace

Result<ServerOptions> ServerOptions::fromArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The Countersign server: keeps the shared record of what was decided."_s);
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Prints this."_s);
    const QCommandLineOption data(u"data"_s, u"Folder with the server's data; made when it is missing."_s, u"DIR"_s);
    const QCommandLineOption listen(u"listen"_s, u"Where to listen; port 0 takes a free one."_s, u"ADDRESS:PORT"_s, u"127.0.0.1:0"_s);
    const QCommandLineOption proxy(u"behind-proxy"_s, u"A reverse proxy with TLS stands in front; allows other addresses."_s);
    const QCommandLineOption announce(u"announce"_s, u"Writes URL and administrator's key into FILE (mode 0600) once ready."_s, u"FILE"_s);
    const QCommandLineOption admin(u"admin"_s, u"Name of the first person, made on the first start."_s, u"NAME"_s, u"admin"_s);
    const QCommandLineOption rate(u"rate"_s, u"Requests a second of one API key on average; 0 for no limit."_s, u"N"_s, u"500"_s);
    const QCommandLineOption threads(u"threads"_s, u"Threads that handle requests."_s, u"N"_s, u"16"_s);
    const QCommandLineOption check(u"check"_s, u"Holds the data against its log and ends: 0 when clean, 11 on findings."_s);
    const QCommandLineOption parent(u"end-with-parent"_s, u"Ends when standard input ends."_s);
    const QCommandLineOption sample(u"sample"_s, u"Fills an empty folder with the sample workspace first."_s);
    const QCommandLineOption models(u"models"_s, u"With --sample: N further models, for trying things at size."_s, u"N"_s, u"0"_s);
    const QCommandLineOption versions(u"versions"_s, u"With --models: versions of each."_s, u"N"_s, u"10"_s);
    parser.addOptions({help, data, listen, proxy, announce, admin, rate, threads, check, parent, sample, models, versions});
    if (!parser.parse(arguments))
        return usage(parser.errorText() + u'.');

    ServerOptions out;
    if (parser.isSet(help)) {
        out.help = parser.helpText();
        return out;
    }
    if (!parser.positionalArguments().isEmpty())
        return usage(u"'%1' is not understood."_s.arg(parser.positionalArguments().first()));
    out.folder = parser.value(data);
    if (out.folder.isEmpty())
        return usage(u"--data DIR is needed."_s);
    out.behindProxy = parser.isSet(proxy);
    if (const auto read = readListen(parser.value(listen), out); !read)
        return read.error();
    out.announceFile = parser.value(announce);
    out.adminName = parser.value(admin);
    out.check = parser.isSet(check);
    out.endWithParent = parser.isSet(parent);
    out.sample = parser.isSet(sample);
    bool modelsOk = false;
    bool versionsOk = false;
    out.sampleModels = parser.value(models).toInt(&modelsOk);
    out.sampleVersions = parser.value(versions).toInt(&versionsOk);
    if (!modelsOk || !versionsOk || out.sampleModels < 0 || out.sampleModels > 100'000 || out.sampleVersions < 0
        || out.sampleVersions > 1'000'000)
        return usage(u"--models and --versions want numbers that make sense."_s);
    bool rateOk = false;
    bool threadsOk = false;
    out.requestsPerSecond = parser.value(rate).toDouble(&rateOk);
    out.threads = parser.value(threads).toInt(&threadsOk);
    if (!rateOk || out.requestsPerSecond < 0)
        return usage(u"--rate wants a number that is not negative."_s);
    if (!threadsOk || out.threads < 1 || out.threads > 256)
        return usage(u"--threads wants a number from 1 to 256."_s);
    return out;
}

} // namespace countersign
