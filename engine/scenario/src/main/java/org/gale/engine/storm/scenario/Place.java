package org.gale.engine.storm.scenario;

/**
 * Place in a job, which error messages begin with.
 *
 * @param source name of the file, or the option that gave the value
 * @param line   from 1; 0 for an option, which has no lines
 * @param column from 1, in characters
 */
public record Place(String source, int line, int column)
{
    /** Returns the place of a value that an option gave. */
    public static Place ofOption(final String option)
    {
        return new Place(option, 0, 0);
    }

    @Override
    public String toString()
    {
        return line == 0 ? source : source + ':' + line + ':' + column;
    }
}
