// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/dossier.h"

// Dossiers of made-up releases, full to sparse.
namespace countersign::test {

DossierInput fullDossier();
/// No card, no sign-off, no evidence, no policy to speak of.
DossierInput sparseDossier();
/// Names and texts as long as records allow.
DossierInput longDossier();
/// Markup, reordering characters, formulas and control characters wherever a stranger may write.
DossierInput hostileDossier();
PaperOptions paperOptions();

} // namespace countersign::test
