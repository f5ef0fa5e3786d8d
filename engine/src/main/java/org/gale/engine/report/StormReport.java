package org.gale.engine.report;

import org.gale.engine.storm.StormResult;

/**
 * A storm from its setting to its verdict: what the reports are written from.
 *
 * @param setting what was known before
 * @param result  what was measured
 * @param proof   what became of the journal
 * @param failure what went wrong, for people; null if nothing did
 * @param exit    the exit code
 */
public record StormReport(StormSetting setting, StormResult result, StormProof proof, String failure, int exit)
{
}
