package org.gale.engine.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Words in lines, as many in each as there is room for. Pure functions. */
public final class WrappedText
{
    private WrappedText()
    {
    }

    /**
     * Returns words in lines; a word that is longer than the width has a line of its own.
     *
     * @param words with a blank between two of them
     * @param width of a line, columns
     */
    public static List<String> lines(final String words, final int width)
    {
        final List<String> lines = new ArrayList<>();
        final StringBuilder line = new StringBuilder();
        for (final String word : words.split(" ", -1))
        {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width)
            {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());

        return lines;
    }
}
