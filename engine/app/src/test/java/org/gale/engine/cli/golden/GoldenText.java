package org.gale.engine.cli.golden;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.gale.engine.config.Sha256;

/** Parts of pages that golden files hold once, or as a hash. */
public final class GoldenText
{
    private static final Pattern SCRIPT = Pattern.compile("(?s)<(style|script)[ >].*?</\\1>\n");
    private static final Pattern POLICY = Pattern.compile("sha256-[\\w+/=]+");
    private static final int SHORT_HASH = 16;

    private GoldenText()
    {
    }

    /** Returns a page without its style sheet, its scripts and their data: what a browser without scripts shows. */
    public static String page(final String page)
    {
        return POLICY.matcher(SCRIPT.matcher(page).replaceAll("")).replaceAll("HASH");
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
