package org.gale.engine.report.page;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Writer of markup: nesting, escaped text, and the document. */
class MarkupTest
{
    @Test
    void shouldNestElementsInOneChain()
    {
        final Markup page = new Markup();

        assertSame(page, page.open("div", "class", "a").empty("br").leaf("b", "c").style("d { }").text("e").close());
        assertEquals("<div class=\"a\"><br/><b>c</b>\n<style>d { }</style>\ne</div>\n", PageElements.text(page));
    }

    @Test
    void shouldWriteAndFlushADocumentOnceEverythingIsClosed() throws IOException
    {
        final StringWriter out = new StringWriter();
        final Markup page = new Markup().open("html").open("body");

        final IllegalStateException refused =
            assertThrows(IllegalStateException.class, () -> page.writeTo(new BufferedWriter(out)));
        assertEquals("not closed: [body, html]", refused.getMessage());
        assertEquals("", out.toString());
        page.close().close().writeTo(new BufferedWriter(out));
        assertEquals("<!DOCTYPE html>\n<html><body></body>\n</html>\n", out.toString());
    }

    @Test
    void shouldEscapeWhatEndsTextAndReplaceWhatXmlForbids()
    {
        final Markup page = new Markup().text("&<>\"'\n a~\u00b5\ufffd")
            .text("\u0000\t\u001f\u007f\u0085\u200b\ud800\ufffe");

        assertEquals("&amp;&lt;&gt;&quot;&#39;\n a~\u00b5\ufffd" + "\ufffd".repeat(8), PageElements.text(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b", "&b", "a<", "a&"})
    void shouldTakeNoMarkupInAStyleSheet(final String css)
    {
        final Markup page = new Markup();

        assertEquals("a style sheet with markup: " + css,
            assertThrows(IllegalArgumentException.class, () -> page.style(css)).getMessage());
        assertEquals("", PageElements.text(page));
    }

    @Test
    void shouldWriteDataThatNeitherParserTakesForMarkup()
    {
        final Markup page = new Markup().data("data", JsonNodeFactory.instance.objectNode()
            .put("name", "</script><!--&\u2028\ud83d\ude00\u202e\"").toString());

        assertEquals("<script type=\"application/json\" id=\"data\">{\"name\":\"" +
            "\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\ud83d\\ude00\\u202e\\\"\"}</script>\n",
            PageElements.text(page));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a[b[0]]>c", "'</script>'", "'</'"})
    void shouldTakeNoScriptThatEndsItself(final String script)
    {
        assertEquals("a script that ends itself",
            assertThrows(IllegalArgumentException.class, () -> Markup.characters(script)).getMessage());
        assertEquals("//<![CDATA[\na < b//]]>", Markup.characters("a < b"));
    }
}
