package org.gale.engine.explore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.gale.engine.report.page.PageStyle;

/**
 * The page of a journal, one document, and the policy that lets a browser take its style and script alone. Immutable.
 */
final class ExplorePage
{
    private static final String STYLE = PageStyle.text() + text("explore.css");
    private static final String SCRIPT = text("explore.js") + text("timeline.js") + text("places.js");

    /** The document. */
    static final byte[] DOCUMENT = text("explore.html").replace("/*STYLE*/", STYLE).replace("/*SCRIPT*/", SCRIPT)
        .getBytes(StandardCharsets.UTF_8);
    /** Its policy. */
    static final String POLICY = "default-src 'none'; style-src " + PageStyle.source(STYLE) +
        "; script-src " + PageStyle.source(SCRIPT) +
        "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private ExplorePage()
    {
    }

    private static String text(final String name)
    {
        try (InputStream in = ExplorePage.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
