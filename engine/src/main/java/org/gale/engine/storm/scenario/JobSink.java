package org.gale.engine.storm.scenario;

import java.io.IOException;
import java.util.List;

/** Form in which a job is written. Each map, list and item that is begun is ended. */
interface JobSink
{
    /** Writes a key with a text. */
    void text(String key, String text) throws IOException;

    /** Writes a key with a text that may be a small map, and reads back as either. */
    void flow(String key, String text) throws IOException;

    /** Writes a key with a list of texts. */
    void texts(String key, List<String> texts) throws IOException;

    /** Begins the map of a key. */
    void beginMap(String key) throws IOException;

    /** Ends the map that was begun last. */
    void endMap() throws IOException;

    /** Begins the list of maps of a key. */
    void beginList(String key) throws IOException;

    /** Ends the list that was begun last. */
    void endList() throws IOException;

    /** Begins a map of a list. */
    void beginItem() throws IOException;

    /** Ends the map of a list that was begun last. */
    void endItem() throws IOException;
}
