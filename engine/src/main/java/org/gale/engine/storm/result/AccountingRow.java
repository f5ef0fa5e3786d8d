package org.gale.engine.storm.result;

/**
 * Figure of a workload that stands beside the accounting identity.
 *
 * @param key    of the JSON report
 * @param name   of the text report
 * @param total  of the whole storm
 * @param remark for the text report; empty for none
 */
public record AccountingRow(String key, String name, long total, String remark)
{
}
