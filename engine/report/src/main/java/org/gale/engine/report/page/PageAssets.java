package org.gale.engine.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.gale.engine.config.Sha256;

/** Style sheet and scripts of all pages, and the policy that lets a browser take these alone. Pure functions. */
final class PageAssets
{
    private static final String WEBJAR = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String VERSION = "version=";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/" + version() + '/';

    /** Style sheet. */
    static final String STYLE = text(UPLOT + "dist/uPlot.min.css") + '\n' + text("page.css");
    /** Library of charts, with its licence. */
    static final String LIBRARY = Markup.characters(
        "/*!\n" + text(UPLOT + "LICENSE") + "\n*/\n" + text(UPLOT + "dist/uPlot.iife.min.js") + '\n');
    /** Script that draws the charts of a page. */
    static final String SCRIPT = Markup.characters(text("charts.js") + text("answer.js") + text("pages.js"));
    /** Policy: nothing is loaded, and no other script or style is obeyed. */
    static final String POLICY = "default-src 'none'; style-src " + source(STYLE) + "; script-src " +
        source(LIBRARY) + ' ' + source(SCRIPT) + "; base-uri 'none'; form-action 'none'";

    private PageAssets()
    {
    }

    private static String version()
    {
        return text(WEBJAR).lines().filter(line -> line.startsWith(VERSION)).findFirst().orElseThrow()
            .substring(VERSION.length());
    }

    static String text(final String name)
    {
        try (InputStream in = PageAssets.class.getResourceAsStream(name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns a source of the policy: the hash of the content of an element. */
    static String source(final String content)
    {
        return "'sha256-" + Base64.getEncoder().encodeToString(
            Sha256.begin().digest(content.getBytes(StandardCharsets.UTF_8))) + '\'';
    }
}
