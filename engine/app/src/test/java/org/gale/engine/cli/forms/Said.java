package org.gale.engine.cli.forms;

import java.util.Map;
import java.util.TreeMap;

/**
 * Words of a form: in all, and of each thing that it names.
 *
 * @param of   by name; empty where the form names none
 */
record Said(Word all, Map<String, Word> of)
{
    Said
    {
        of = new TreeMap<>(of);
    }

    /** Makes the words of a form that names what it judges, whose whole is the worst of them. */
    static Said of(final Map<String, Word> of)
    {
        return new Said(Word.worst(of.values()), of);
    }
}
