package org.gale.engine.cli.golden;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.gale.engine.config.Sha256;

/** Parts of pages that golden files hold once, or as a hash. */
public final class GoldenText
{
    private static final Pattern STYLE = Pattern.compile("(?s)<style.*?</style>");
    private static final Pattern PICTURE = Pattern.compile("(?s)<svg.*?</svg>");
    private static final int SHORT_HASH = 16;

    private GoldenText()
    {
    }

    /** Returns the style sheet of a page. */
    public static String style(final String page)
    {
        return STYLE.matcher(page).results().findFirst().orElseThrow().group();
    }

    /** Returns a page without its style sheet, with the hash of each picture in its place. */
    public static String page(final String page)
    {
        return PICTURE.matcher(STYLE.matcher(page).replaceAll("<style/>")).replaceAll(
            picture -> "<svg SHA-256 " + shortHash(picture.group()) + ">");
    }

    /** Returns the hash of a text in UTF-8. */
    static String hash(final String text)
    {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the beginning of the hash of a text. */
    static String shortHash(final String text)
    {
        return hash(text).substring(0, SHORT_HASH);
    }
}
