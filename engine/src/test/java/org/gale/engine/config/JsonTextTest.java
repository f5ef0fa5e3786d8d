package org.gale.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class JsonTextTest
{
    @Test
    void shouldWriteTheFieldsOfAMapInTheirOrder()
    {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("z", true);
        fields.put("a", "VM 1");
        fields.put("n", 3L);

        assertEquals("{\"z\":true,\"a\":\"VM 1\",\"n\":3}", JsonText.line(fields));
    }

    @Test
    void shouldEscapeWhatAStringMayNotHold()
    {
        assertEquals("{\"a\":\"\\\"\\\\\\n\\u00E9\"}", JsonText.line(Map.of("a", "\"\\\n\u00e9")));
    }

    @Test
    void shouldWriteNoFields()
    {
        assertEquals("{}", JsonText.line(Map.of()));
    }
}
