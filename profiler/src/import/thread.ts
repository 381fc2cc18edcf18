/** `workerData` of a thread that reads files. In a module of its own, so that asking for it loads nothing. */
export const READING_THREAD = 'athanor-profile-reading';
