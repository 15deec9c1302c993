// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

// Names of the files inside a release bundle: said once for the writer and the verifier.
namespace countersign::layout {

inline const QString checkpoint = QStringLiteral("checkpoint");
inline const QString trustPolicy = QStringLiteral("trust-policy.txt");
inline const QString policy = QStringLiteral("policy.json");
inline const QString modelSignature = QStringLiteral("model.sig");
inline const QString gateSummary = QStringLiteral("gate.sigstore.json");
inline const QString readme = QStringLiteral("README.txt");
inline const QString verifyScript = QStringLiteral("verify.sh");
inline const QString manifest = QStringLiteral("contents.json");

inline QString signoff(int n) { return QStringLiteral("signoffs/%1.sigstore.json").arg(n); }
inline QString signoffProof(int n) { return QStringLiteral("signoffs/%1.tlog-proof").arg(n); }
inline QString signoffLeaf(int n) { return QStringLiteral("signoffs/%1.leaf").arg(n); }
inline QString sheet(int n) { return QStringLiteral("sheets/%1.txt").arg(n); }
inline QString key(const QString &keyId) { return QStringLiteral("keys/%1.pem").arg(keyId); }
inline QString evidence(const QString &digest) { return QStringLiteral("evidence/%1").arg(digest.mid(7)); }
inline QString record(int n) { return QStringLiteral("records/%1.json").arg(n); }
inline QString recordProof(int n) { return QStringLiteral("records/%1.tlog-proof").arg(n); }

} // namespace countersign::layout
