package org.gale.engine.storm.scenario;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class YamlSinkTest
{
    @ParameterizedTest
    @ValueSource(strings = {"plain", "it's", "a: b", "-", "a\nb", "a\u2028b: c", "\u2029", "a\u0085\"b\\", "\t"})
    void shouldWriteATextThatReadsBack(final String text)
    {
        final YamlSink sink = new YamlSink();
        sink.text("job", text);

        final JobNode read = JobParser.parse(sink.lines(), "file", "job").get("job");

        assertEquals(text, ((JobNode.Text)read).text());
    }
}
