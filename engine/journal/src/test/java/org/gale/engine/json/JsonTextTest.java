package org.gale.engine.json;

import java.io.IOException;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JsonTextTest
{
    @Test
    void shouldEscapeWhatAStringMayNotHold()
    {
        assertEquals("{\"a\":\"\\\"\\\\\\n\\u00E9\"}",
            JsonText.line(json -> json.writeStringField("a", "\"\\\n\u00e9")));
    }

    @Test
    void shouldWriteNoFields()
    {
        assertEquals("{}", JsonText.line(json -> { }));
    }

    @Test
    void shouldGiveTheValuesThatItWrites()
    {
        final JsonText.Fields fields = json ->
        {
            json.writeNumberField("n", 3);
            json.writeObjectFieldStart("o");
            json.writeBooleanField("b", false);
            json.writeEndObject();
        };

        assertEquals(JsonText.read("{\"n\":3,\"o\":{\"b\":false}}"), JsonText.tree(fields));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{ | 1", "{} {} | 1", "{'a':1,'a':2} | 1"})
    void shouldReadOneDocumentWithoutHiddenValues(final String text, final int line)
    {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> JsonText.read(text.replace('\'', '"'))).getMessage();

        assertEquals("is not one JSON document (line " + line + ')', message);
    }

    @Test
    void shouldWriteAFieldOnEachLineOrTheFirstOneBesideTheBrace() throws IOException
    {
        assertEquals("{\n  \"a\" : 1,\n  \"b\" : {\n    \"c\" : 2\n  }\n}\n", indented(false));
        assertEquals("{ \"a\" : 1,\n  \"b\" : {\n    \"c\" : 2\n  }\n}\n", indented(true));
    }

    @Test
    void shouldLeaveAWriterOpen() throws IOException
    {
        final StringWriter text = new StringWriter();

        JsonText.plain(text, json -> json.writeNumberField("a", 1));
        JsonText.plain(text, json -> json.writeStringField("b", "\u0085"));

        assertEquals("{\"a\":1}{\"b\":\"\\u0085\"}", text.toString());
    }

    private static String indented(final boolean isTitled) throws IOException
    {
        final StringWriter text = new StringWriter();
        JsonText.indented(text, isTitled, json ->
        {
            json.writeNumberField("a", 1);
            json.writeObjectFieldStart("b");
            json.writeNumberField("c", 2);
            json.writeEndObject();
        });

        return text.toString();
    }
}
