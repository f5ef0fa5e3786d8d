package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;

/** JSON whose values are strings, which is YAML too. */
final class JsonSink implements JobSink
{
    private final JsonGenerator json;

    JsonSink(final JsonGenerator json)
    {
        this.json = json;
    }

    @Override
    public void text(final String key, final String text) throws IOException
    {
        json.writeStringField(key, text);
    }

    @Override
    public void flow(final String key, final String text) throws IOException
    {
        text(key, text);
    }

    @Override
    public void texts(final String key, final List<String> texts) throws IOException
    {
        json.writeArrayFieldStart(key);
        for (final String text : texts)
        {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    @Override
    public void beginMap(final String key) throws IOException
    {
        json.writeObjectFieldStart(key);
    }

    @Override
    public void endMap() throws IOException
    {
        json.writeEndObject();
    }

    @Override
    public void beginList(final String key) throws IOException
    {
        json.writeArrayFieldStart(key);
    }

    @Override
    public void endList() throws IOException
    {
        json.writeEndArray();
    }

    @Override
    public void beginItem() throws IOException
    {
        json.writeStartObject();
    }

    @Override
    public void endItem() throws IOException
    {
        json.writeEndObject();
    }
}
