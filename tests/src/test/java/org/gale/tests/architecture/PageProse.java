package org.gale.tests.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Sentences of a page of the book: without blocks of code, with one word for each piece of code and each link. */
final class PageProse
{
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```|<!--.*?-->|^ {4,}(?!- )\\S.*?$");
    private static final Pattern TABLE = Pattern.compile("(?m)^ *\\|.*$");
    private static final Pattern RULE = Pattern.compile("(?m)^ *\\|[-:| ]+$");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern TAG = Pattern.compile("</?[a-z][^>]*>");
    private static final Pattern PART = Pattern.compile("\\n\\s*\\n|\\n(?= *(?:[-*]|\\d+\\.|#+) )");
    private static final Pattern MARK = Pattern.compile("^ *(?:[-*]|\\d+\\.|#+) ");
    private static final Pattern EMPHASIS = Pattern.compile("(?<!\\w)[*_]{1,2}|[*_]{1,2}(?!\\w)");
    private static final Pattern END = Pattern.compile("(?<=[.:;!?]\\)?) ");

    private PageProse()
    {
    }

    /** Returns the sentences outside of tables. */
    static List<String> sentences(final String page)
    {
        return split(TABLE.matcher(BLOCK.matcher(page).replaceAll("\n\n")).replaceAll("\n"));
    }

    /** Returns the sentences of all cells of tables. */
    static List<String> cells(final String page)
    {
        final List<String> found = new ArrayList<>();
        TABLE.matcher(RULE.matcher(BLOCK.matcher(page).replaceAll("\n\n")).replaceAll("")).results()
            .forEach(row -> found.addAll(split(CODE.matcher(row.group()).replaceAll("code")
                .replaceAll("(?<!\\\\)\\|", "\n\n"))));

        return found;
    }

    private static List<String> split(final String text)
    {
        final List<String> found = new ArrayList<>();
        final String plain = TAG.matcher(LINK.matcher(CODE.matcher(text).replaceAll("code")).replaceAll("$1"))
            .replaceAll("");
        for (final String part : PART.split(plain, -1))
        {
            final String words = EMPHASIS.matcher(MARK.matcher(part.strip()).replaceAll("")).replaceAll("")
                .replaceAll("\\s+", " ").strip();
            for (final String sentence : END.split(words, -1))
            {
                if (!sentence.isBlank())
                {
                    found.add(sentence);
                }
            }
        }

        return found;
    }
}
