// Every failure code in plain words: what happened, and what to do. The type makes a forgotten code a compile error.
import { isFailureCode, type FailureCode } from '#shared/domain/failure'

interface Words {
  happened: string
  todo: string
  /** False where main's own message is for a log and would tell the artist nothing. */
  isMessageHidden?: true
}

export interface FailureWords {
  happened: string
  /** What it concerns, as main says it: a file, a frame, a limit. */
  detail?: string
  todo: string
}

const AGAIN = 'Try again; if it happens again, restart Latitude. Nothing in the project is lost.'

const WORDS: Record<FailureCode, Words> = {
  'unknown-call': {
    happened: 'The window asked for something Latitude does not know.',
    todo: AGAIN,
    isMessageHidden: true,
  },
  'invalid-input': {
    happened: 'The window asked for something in a wrong form.',
    todo: AGAIN,
    isMessageHidden: true,
  },
  'invalid-output': {
    happened: 'Latitude answered the window in a wrong form.',
    todo: AGAIN,
    isMessageHidden: true,
  },
  internal: { happened: 'Something went wrong inside Latitude.', todo: AGAIN },

  'still-missing': {
    happened: 'The file is not there any more.',
    todo: 'Check that its disk is connected, then drop it again.',
  },
  'still-empty': {
    happened: 'The file is empty.',
    todo: 'Copy or export it again; the copy may have been cut short.',
  },
  'still-is-folder': { happened: 'The folder holds no pictures.', todo: 'Drop the pictures themselves.' },
  'still-unreadable': {
    happened: 'The file cannot be read as a picture.',
    todo: 'Open it in another program and export it as TIFF, PNG or JPEG.',
  },
  'still-unsupported': {
    happened: 'This kind of picture cannot be used.',
    todo: 'Export it as TIFF, PNG, JPEG, WebP or AVIF.',
  },
  'still-too-small': {
    happened: 'The picture is too small.',
    todo: 'Use a larger one: at best at least as large as the canvas.',
  },
  'still-too-large': {
    happened: 'The picture is too large.',
    todo: 'Scale it down first; twice the canvas is plenty.',
  },
  'still-needs-developing': {
    happened: 'This is a camera’s own file; it has to be developed first.',
    todo: 'Develop it in your raw converter and export a 16-bit TIFF, or JPEG for a phone’s picture.',
  },
  'still-scene-referred': {
    happened: 'This picture is scene-linear or log; the model takes display-referred pictures.',
    todo: 'Render it through your show’s view to a 16-bit TIFF or PNG in sRGB or Display P3, then drop that.',
  },
  'still-named-log': {
    happened: 'A still is named like a log or linear picture.',
    todo: 'It is taken for display-referred, as its file says. If it is not, render it through your show’s view and drop that.',
  },
  'drop-unreadable': {
    happened: 'What was dragged from the browser could not be read.',
    todo: 'Save the picture to disk in the browser, then drop the file.',
  },
  'clipboard-empty': {
    happened: 'The clipboard holds no picture.',
    todo: 'Copy a picture or picture files, then paste again.',
  },

  'project-unreadable': {
    happened: 'The project cannot be read.',
    todo: 'Choose another folder, or bring project.json back from a backup.',
  },
  'project-newer': {
    happened: 'The project was made by a newer Latitude.',
    todo: 'Update Latitude to open it. It has not been changed.',
  },
  'project-gone': {
    happened: 'The project folder is not there any more.',
    todo: 'Connect its disk or move the folder back, or open another project.',
  },
  'shot-unknown': {
    happened: 'The shot is not in the project any more.',
    todo: 'Choose another shot on the left.',
  },
  'shot-has-takes': {
    happened: 'A shot with takes is not removed.',
    todo: 'Its takes are records; leave it, or remove its folder yourself.',
  },
  'take-unknown': {
    happened: 'The take is not in the project any more.',
    todo: 'Choose another take on the left.',
  },
  'still-unknown': { happened: 'The still is not in the shot any more.', todo: 'Drop the picture again.' },
  'media-unknown': {
    happened: 'The picture or clip is not there any more.',
    todo: 'Open the project again; what can be made anew is made anew.',
  },

  'rules-broken': {
    happened: 'The shot cannot be made as it stands.',
    todo: 'The inspector names what is in the way and how to change it.',
  },

  'budget-passed': {
    happened: 'This take would pass the project’s budget.',
    todo: 'Raise the budget, or take a cheaper rung of the ladder.',
  },

  'repeats-take': {
    happened: 'The same take was bought within a day.',
    todo: 'Take it again if you mean it; it costs again.',
  },
  'take-not-waiting': {
    happened: 'The take does not wait any more.',
    todo: 'It was sent meanwhile; it goes on to its end.',
  },

  'service-unreachable': {
    happened: 'The service does not answer.',
    todo: 'The take is kept. Check the connection, then go on with it.',
  },
  'service-refused': {
    happened: 'The service refused the request.',
    todo: 'Change the shot, then make a new take.',
  },
  'service-key': {
    happened: 'The service does not accept the key.',
    todo: 'Check the key, then go on with the take.',
  },
  'service-money': {
    happened: 'The account has too little credit.',
    todo: 'Add credit, then go on with the take.',
  },
  'service-busy': {
    happened: 'The service is busy.',
    todo: 'Nothing is lost; go on with the take in a few minutes.',
  },
  'service-safety': {
    happened: 'The service refused the picture or the prompt on safety grounds.',
    todo: 'Change the prompt or the still, then make a new take.',
  },
  'service-input': {
    happened: 'The service did not accept part of the request.',
    todo: 'Change what it names, then make a new take.',
  },
  'service-failed': { happened: 'The service could not finish the take.', todo: 'Make a new take.' },
  'service-gone': { happened: 'The service no longer has this take.', todo: 'Make a new take.' },
  'service-talks-nonsense': {
    happened: 'The service answered in a way that cannot be understood.',
    todo: 'The take is kept. Go on with it later.',
  },
  'service-address': {
    happened: 'An address of the service is not one that Latitude uses.',
    todo: 'Check RUNWARE_API_URL, or leave it away.',
  },
  'key-not-kept': {
    happened: 'The key could not be kept on this machine.',
    todo: 'Use it until Latitude is closed, or set RUNWARE_API_KEY.',
  },
  'fate-unknown': {
    happened: 'It is not certain that the request arrived.',
    todo: 'Go on with the take: it asks first and never sends twice.',
  },
  'result-incomplete': {
    happened: 'What arrived is not everything that was asked for.',
    todo: 'What came is kept in the take’s folder. Make a new take for the rest.',
  },

  'port-taken': {
    happened: 'Practice could not start: its port is in use.',
    todo: 'Close the other program that uses it, or restart Latitude.',
  },

  'download-failed': {
    happened: 'The download did not finish.',
    todo: 'Go on with the take; it starts where it can.',
  },
  'ingest-missing': {
    happened: 'What was dropped is not there any more.',
    todo: 'Check that its disk is connected, then drop it again.',
  },
  'ingest-unknown': {
    happened: 'This is no delivery of EXR frames.',
    todo: 'Drop the zip as it was delivered, a folder of EXR frames, or one EXR.',
  },
  'zip-unreadable': {
    happened: 'The archive with the frames is damaged.',
    todo: 'It is kept in the take’s folder as received. Download it again, or drop it again.',
  },
  'zip-refused': {
    happened: 'The archive with the frames is not what an EXR delivery looks like and was not unpacked.',
    todo: 'It is kept in the take’s folder as received.',
  },
  'exr-unreadable': {
    happened: 'A frame cannot be read as OpenEXR.',
    todo: 'The good frames are kept and usable. Make a new take for the rest.',
  },
  'exr-damaged': {
    happened: 'The take is damaged.',
    todo: 'The good frames are kept and usable.',
  },
  'sequence-empty': {
    happened: 'The archive holds no frames.',
    todo: 'It is kept in the take’s folder as received. Make a new take.',
  },
  'sequence-mixed': {
    happened: 'The frames do not belong together: sizes or formats differ.',
    todo: 'They are kept in the take’s folder as received. Make a new take.',
  },
  'video-unreadable': {
    happened: 'The clip cannot be decoded.',
    todo: 'It is kept in the take’s folder as received. Make a new take.',
  },
  'video-not-as-asked': {
    happened: 'The clip is not what was asked for.',
    todo: 'It is kept in the take’s folder as received. Check its size and length.',
  },

  'seal-broken': {
    happened: 'What is on the disk is not what was sealed or written.',
    todo: 'Copy the take elsewhere before anything else, then check the disk. What was received is kept.',
  },
  'seal-unreadable': {
    happened: 'There is no seal that can be read.',
    todo: 'The files may be whole; they cannot be compared with what was sealed.',
  },
  'take-at-work': {
    happened: 'The take is still worked on.',
    todo: 'Wait until it rests, then move it to the trash.',
  },
  'take-without-files': {
    happened: 'The take has no such files.',
    todo: 'Drag its folder, or look at it in the file manager.',
  },
  'trash-refused': {
    happened: 'The trash did not take it. Everything is where it was.',
    todo: 'A disk in the network may have no trash: reveal the take and move it by hand.',
  },
  'name-too-long': {
    happened: 'The frames’ paths would be too long for Windows and for delivery.',
    todo: 'Choose a shorter name for frames, or move the project into a folder with a shorter path.',
  },

  'ffmpeg-missing': {
    happened: 'ffmpeg is not on this machine.',
    todo: 'Install it or choose its file; the take is kept and goes on from there.',
  },
  'ffmpeg-limited': {
    happened: 'This ffmpeg cannot do all that is needed.',
    todo: 'Choose a fuller build; what is missing is then made.',
  },
  'ffmpeg-failed': {
    happened: 'ffmpeg stopped with an error.',
    todo: 'Go on with the take to try again, or choose another ffmpeg.',
  },
  'disk-full': {
    happened: 'The disk is full.',
    todo: 'Free some space, then go on. Nothing half-written was left.',
  },
  'disk-refused': {
    happened: 'The disk does not let Latitude write there.',
    todo: 'Check the folder’s permissions, or open a project elsewhere.',
  },
  'project-read-only': {
    happened: 'This project is driven by another Latitude; here it can only be looked at.',
    todo: 'Work on it there, or close it there and open it here again.',
  },
}

/** Words for a failure by its code; an unknown code counts as internal. `message` is main's sentence. */
export function failureWords(code: string, message: string): FailureWords {
  const words = WORDS[isFailureCode(code) ? code : 'internal']
  const isDetailUseful = !words.isMessageHidden && message !== '' && message !== words.happened
  return { happened: words.happened, todo: words.todo, ...(isDetailUseful ? { detail: message } : {}) }
}
