package org.gale.engine.report.verdict;

import java.math.BigDecimal;

/**
 * Figure that a system of benchmarks keeps.
 *
 * @param isSmallerBetter true if smaller values are better, false if bigger ones are
 */
public record Measure(String name, String unit, BigDecimal value, boolean isSmallerBetter)
{
}
