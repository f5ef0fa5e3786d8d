package org.gale.engine.report;

/** Form of the lines of text reports. */
final class ReportLine
{
    /** Limit of a line's length. */
    public static final int WIDTH = 100;

    static final String DOT = " \u00b7 ";

    private ReportLine()
    {
    }
}
