package org.gale.engine.report;

/** Colours of verdicts, whose words have the same meaning without them. Immutable. */
public final class AnsiColours
{
    /** Output without colours. */
    public static final AnsiColours NONE = new AnsiColours(false);
    /** Output with green and red of the terminal. */
    public static final AnsiColours COLOURED = new AnsiColours(true);

    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    private final boolean isColoured;

    private AnsiColours(final boolean isColoured)
    {
        this.isColoured = isColoured;
    }

    /** Returns a text in the colour of a good verdict. */
    public String good(final String text)
    {
        return paint(GREEN, text);
    }

    /** Returns a text in the colour of a bad verdict. */
    public String bad(final String text)
    {
        return paint(RED, text);
    }

    /**
     * Returns a text in the colour of a verdict.
     *
     * @param isGood true to show a good verdict
     */
    public String verdict(final boolean isGood, final String text)
    {
        return isGood ? good(text) : bad(text);
    }

    private String paint(final String colour, final String text)
    {
        return isColoured ? colour + text + RESET : text;
    }
}
